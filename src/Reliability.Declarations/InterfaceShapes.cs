using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Tells whether a decorator can be put in front of the implementations of an interface.</summary>
public static class InterfaceShapes
{
    /// <summary>The reach of an <c>[Slo]</c> on an interface: all its methods are one operation.</summary>
    /// <param name="type">The interface.</param>
    public static Reach Of(INamedTypeSymbol type)
    {
        if (WhyNot(type) is { } reason)
            return new(ReachKind.NotDecorable, reason);

        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsAbstract: true } method && ReturnShapes.IsSupported(method))
                return new(ReachKind.Decorator);
        }

        return new(ReachKind.NotDecorable, "it has no method to count");
    }

    /// <summary>The reach of an <c>[Slo]</c> on an abstract method of an interface.</summary>
    /// <param name="method">The method.</param>
    public static Reach Of(IMethodSymbol method)
    {
        if (!ReturnShapes.IsSupported(method))
            return new(ReachKind.ReturnTypeUnsupported, method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

        return WhyNot(method.ContainingType) is { } reason ? new(ReachKind.NotDecorable, reason) : new(ReachKind.Decorator);
    }

    /// <summary>Why emitted code cannot implement an interface, or null.</summary>
    private static string? WhyNot(INamedTypeSymbol type)
    {
        for (var self = type; self is not null; self = self.ContainingType)
        {
            if (self.IsFileLocal)
                return "'" + self.Name + "' is file-local";

            if (self.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return "'" + self.Name + "' is not visible outside of its type";

            if (self.Arity > 0 && !SymbolEqualityComparer.Default.Equals(self, type))
                return "'" + self.Name + "' around it is generic";
        }

        foreach (var member in type.GetMembers())
        {
            if (member is { IsStatic: true, IsAbstract: true })
                return "its member '" + member.Name + "' is static and abstract";

            if (member.IsAbstract && member.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
                return "its member '" + member.Name + "' cannot be called from outside";
        }

        foreach (var inherited in type.AllInterfaces)
        {
            foreach (var member in inherited.GetMembers())
            {
                if (member is { IsStatic: true, IsAbstract: true })
                    return "its member '" + member.Name + "' is static and abstract";
            }
        }

        return null;
    }
}
