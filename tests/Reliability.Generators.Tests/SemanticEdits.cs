using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace Reliability.Generators.Tests;

/// <summary>What changed between two versions of a program, in terms that the compiler can emit.</summary>
internal static class SemanticEdits
{
    public static IEnumerable<SemanticEdit> Between(Compilation before, Compilation after)
    {
        var old = Types(before).ToDictionary(type => type.ToDisplayString(), StringComparer.Ordinal);
        var running = old.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var type in Types(after))
        {
            if (old.Remove(type.ToDisplayString(), out var known))
            {
                foreach (var edit in Between(known, type))
                    yield return edit;
            }
            else if (type.ContainingType is null || running.Contains(type.ContainingType.ToDisplayString()))
            {
                // With all that is inside of it.
                yield return new(SemanticEditKind.Insert, null, type);
            }
        }

        if (old.Count > 0)
            throw new NotSupportedException("A type that is gone needs a new start: " + string.Join(", ", old.Keys));
    }

    private static IEnumerable<SemanticEdit> Between(INamedTypeSymbol before, INamedTypeSymbol after)
    {
        var old = Members(before).ToDictionary(member => member.ToDisplayString(), StringComparer.Ordinal);
        foreach (var member in Members(after))
        {
            if (!old.Remove(member.ToDisplayString(), out var known))
                yield return new(SemanticEditKind.Insert, null, member);
            else if (Text(known) != Text(member))
                yield return new(SemanticEditKind.Update, known, member);
        }

        if (old.Count > 0)
            throw new NotSupportedException("A member that is gone needs a new start: " + string.Join(", ", old.Keys));
    }

    /// <summary>The types that were written or emitted, outer ones before those inside of them.</summary>
    private static IEnumerable<INamedTypeSymbol> Types(Compilation compilation) => Types(compilation.Assembly.GlobalNamespace);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol space => Types(space),
        INamedTypeSymbol type => Types(type).Prepend(type),
        _ => [],
    });

    /// <summary>The half of a partial method that has the body is the one that is emitted.</summary>
    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers()
        .Where(member => member is IMethodSymbol { IsImplicitlyDeclared: false } or IFieldSymbol { IsImplicitlyDeclared: false })
        .Select(member => member is IMethodSymbol { PartialImplementationPart: { } body } ? body : member);

    private static string Text(ISymbol member) => string.Concat(member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax().ToString()));
}
