using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine.Methods;

/// <summary>The classes of a compilation by what they implement or derive from, listed when first asked for.</summary>
internal sealed class Implementations
{
    private readonly Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> _classes = new(SymbolEqualityComparer.Default);

    public Implementations(Compilation compilation)
    {
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(compilation.Assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is not INamespaceOrTypeSymbol inner)
                    continue;

                open.Push(inner);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false } type)
                    Add(type);
            }
        }
    }

    /// <summary>The classes that implement an interface or derive from a class.</summary>
    public IReadOnlyList<INamedTypeSymbol> ClassesFrom(INamedTypeSymbol type) => _classes.TryGetValue(type.OriginalDefinition, out var classes) ? classes : [];

    /// <summary>The methods that implement or override an abstract one.</summary>
    public IReadOnlyList<IMethodSymbol> Of(IMethodSymbol method)
    {
        if (!_classes.TryGetValue(method.ContainingType.OriginalDefinition, out var classes))
            return [];

        var found = new List<IMethodSymbol>();
        foreach (var type in classes)
        {
            if (Implementation(type, method) is { } implementation && !found.Contains(implementation, SymbolEqualityComparer.Default))
                found.Add(implementation);
        }

        return found;
    }

    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, method.ContainingType.OriginalDefinition))
                    continue;

                foreach (var member in implemented.GetMembers(method.Name))
                {
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition))
                        return (type.FindImplementationForInterfaceMember(member) as IMethodSymbol)?.OriginalDefinition;
                }
            }

            return null;
        }

        for (INamedTypeSymbol? self = type; self is not null; self = self.BaseType)
        {
            foreach (var member in self.GetMembers(method.Name))
            {
                if (member is IMethodSymbol { IsAbstract: false } candidate && Overrides(candidate, method))
                    return candidate.OriginalDefinition;
            }
        }

        return null;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        for (var overridden = candidate.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, method.OriginalDefinition))
                return true;
        }

        return false;
    }

    private void Add(INamedTypeSymbol type)
    {
        foreach (var implemented in type.AllInterfaces)
            Add(implemented, type);

        for (var self = type.BaseType; self is not null; self = self.BaseType)
            Add(self, type);
    }

    private void Add(INamedTypeSymbol key, INamedTypeSymbol type)
    {
        if (!_classes.TryGetValue(key.OriginalDefinition, out var types))
            _classes.Add(key.OriginalDefinition, types = []);

        types.Add(type);
    }
}
