using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Reliability.Analyzers.Engine.Apis;

/// <summary>The API tables, bound to the symbols of one compilation. Looking a method up costs one look-up of its name, and
/// nothing more for most.</summary>
internal sealed class ApiCatalog
{
    private readonly Dictionary<string, List<(INamedTypeSymbol Type, ApiFacts Facts)>> _byName = new(StringComparer.Ordinal);
    private readonly List<(INamedTypeSymbol Type, ApiFacts Facts)> _whole = [];

    public ApiCatalog(Knowledge knowledge, ImmutableArray<ApiFile> files)
    {
        // The last line about a member wins, so that a platform team can correct ours.
        for (var i = files.Length - 1; i >= 0; i--)
        {
            for (var j = files[i].Lines.Length - 1; j >= 0; j--)
                Add(files[i].Lines[j].Line, knowledge);
        }
    }

    /// <summary>What is known of a method that is called, or of one that implements or overrides it; or null.</summary>
    public ApiFacts? Of(IMethodSymbol method)
    {
        var declared = method.ReducedFrom ?? method;
        if (_byName.TryGetValue(declared.Name, out var entries) && Find(entries, declared.ContainingType) is { } facts)
            return facts;

        return _whole.Count == 0 ? null : Find(_whole, declared.ContainingType);
    }

    /// <summary>What is known of a method of this compilation because of what it implements or overrides.</summary>
    public ApiFacts? OfDeclared(IMethodSymbol method)
    {
        if (method.ExplicitInterfaceImplementations is [var implemented, ..])
            return Of(implemented);

        return method.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal ? Of(method) : null;
    }

    /// <summary>Whether any of the traits is known of a method.</summary>
    public bool Has(IMethodSymbol method, ApiTraits traits) => Of(method)?.Has(traits) == true;

    private static ApiFacts? Find(List<(INamedTypeSymbol Type, ApiFacts Facts)> entries, INamedTypeSymbol? containing)
    {
        if (containing is null)
            return null;

        foreach (var (type, facts) in entries)
        {
            if (IsOrInherits(containing, type))
                return facts;
        }

        return null;
    }

    private static bool IsOrInherits(INamedTypeSymbol type, INamedTypeSymbol known)
    {
        if (known.TypeKind == TypeKind.Interface)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, known))
                return true;

            foreach (var implemented in type.AllInterfaces)
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, known))
                    return true;
            }

            return false;
        }

        for (INamedTypeSymbol? self = type; self is not null; self = self.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(self.OriginalDefinition, known))
                return true;
        }

        return false;
    }

    private void Add(ApiLine line, Knowledge knowledge)
    {
        if (knowledge.Type(line.Type) is not { } type)
            return;

        foreach (var member in line.Members)
        {
            if (member == "*")
            {
                _whole.Add((type, line.Facts));
                continue;
            }

            if (!_byName.TryGetValue(member, out var entries))
                _byName.Add(member, entries = []);

            entries.Add((type, line.Facts));
        }
    }
}
