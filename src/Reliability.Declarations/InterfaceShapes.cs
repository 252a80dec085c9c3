using Microsoft.CodeAnalysis;

namespace Reliability.Declarations;

/// <summary>Tells whether a decorator can be put in front of the implementations of an interface, and what it counts.</summary>
public static class InterfaceShapes
{
    /// <summary>The reach of an <c>[Slo]</c> on an interface: all its methods are one operation.</summary>
    /// <param name="type">The interface.</param>
    public static Reach Of(INamedTypeSymbol type)
    {
        if (WhyNot(type) is { } reason)
            return new(ReachKind.NotDecorable, reason);

        return WithInherited(type)
            .Where(self => SymbolEqualityComparer.Default.Equals(self, type) || !IsPromise(self))
            .SelectMany(self => self.GetMembers())
            .OfType<IMethodSymbol>()
            .Any(method => IsCountedByType(method) && !IsPromise(method))
            ? new(ReachKind.Decorator)
            : new(ReachKind.NotDecorable, "it has no method to count");
    }

    /// <summary>The reach of an <c>[Slo]</c> on a method of an interface that a class can implement.</summary>
    /// <param name="method">The method.</param>
    public static Reach Of(IMethodSymbol method)
    {
        if (!ReturnShapes.IsSupported(method))
            return new(ReachKind.ReturnTypeUnsupported, method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));

        return WhyNot(method.ContainingType) is { } reason ? new(ReachKind.NotDecorable, reason) : new(ReachKind.Decorator);
    }

    /// <summary>Whether a class can implement a member: the abstract ones, and those with a body that it may replace.</summary>
    /// <param name="member">A member of an interface.</param>
    public static bool CanBeImplemented(ISymbol member) => member.IsAbstract || member is { IsVirtual: true, IsStatic: false };

    /// <summary>The interface and all that it inherits.</summary>
    internal static IEnumerable<INamedTypeSymbol> WithInherited(INamedTypeSymbol type) => type.AllInterfaces.Prepend(type);

    /// <summary>Whether the promise of the interface itself covers a method. What an interface inherits from the platform is
    /// plumbing: nobody promises how often <c>Dispose</c> succeeds.</summary>
    internal static bool IsCountedByType(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false } && CanBeImplemented(method) && CanBeCalled(method, method.ContainingAssembly)
        && !IsOfPlatform(method.ContainingType) && ReturnShapes.IsSupported(method);

    /// <summary>Whether something carries an <c>[Slo]</c> itself.</summary>
    internal static bool IsPromise(ISymbol symbol) => symbol.GetAttributes().Any(OperationReader.IsSlo);

    /// <summary>Whether code of an assembly that is no interface can call a member.</summary>
    internal static bool CanBeCalled(ISymbol member, IAssemblySymbol assembly) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, assembly) || member.ContainingAssembly.GivesAccessTo(assembly),
        _ => false,
    };

    private static bool IsOfPlatform(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;

        return space.Name == "System";
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

        return WithInherited(type).SelectMany(self => self.GetMembers()).Select(member => WhyNot(member, type.ContainingAssembly)).FirstOrDefault(reason => reason is not null);
    }

    private static string? WhyNot(ISymbol member, IAssemblySymbol assembly)
    {
        if (member is { IsStatic: true, IsAbstract: true })
            return "its member '" + member.Name + "' is static and abstract";

        // What another assembly can call, but ours cannot, would no longer reach the implementation.
        var mustBeForwarded = member.IsAbstract || (CanBeImplemented(member) && member.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal);
        return mustBeForwarded && !IsExplicit(member) && !CanBeCalled(member, assembly)
            ? "its member '" + member.Name + "' cannot be called from outside"
            : null;
    }

    /// <summary>Whether a member only says anew how one of another interface is done.</summary>
    internal static bool IsExplicit(ISymbol member) => member switch
    {
        IMethodSymbol method => method.ExplicitInterfaceImplementations.Length > 0,
        IPropertySymbol property => property.ExplicitInterfaceImplementations.Length > 0,
        IEventSymbol @event => @event.ExplicitInterfaceImplementations.Length > 0,
        _ => false,
    };
}
