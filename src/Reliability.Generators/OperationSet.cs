using System.Collections.Immutable;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>All declarations of the assembly, sorted by name and place, so that the order of files does not matter.</summary>
/// <param name="Declarations">The declarations; those that cannot be told apart have lost their operation.</param>
internal sealed record OperationSet(EquatableArray<OperationDeclaration> Declarations)
{
    /// <summary>The declarations whose promise can be kept.</summary>
    public IEnumerable<(OperationDeclaration Declaration, Operation Operation)> Valid =>
        Declarations.Where(declaration => declaration.Operation is not null).Select(declaration => (declaration, declaration.Operation!));

    /// <summary>Those of them that the program counts itself: somebody else's metric has no site.</summary>
    public IEnumerable<(OperationDeclaration Declaration, Operation Operation)> Counted => Valid.Where(pair => pair.Operation.Metric is null);

    public static OperationSet Of(
        ImmutableArray<OperationDeclaration> inline, ImmutableArray<OperationDeclaration> profiled, ImmutableArray<OperationDeclaration> metrics)
    {
        var all = inline.Concat(profiled).Concat(metrics)
            .OrderBy(declaration => declaration.Operation?.Name ?? "", StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Operation?.Function ?? declaration.Method?.Name ?? "", StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Position.Path, StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Position.Line)
            .ToList();
        var clashes = Clashes.Find(all, declaration => declaration);
        return new(all.Select(declaration => clashes.ContainsKey(declaration) ? declaration with { Operation = null } : declaration).ToEquatableArray());
    }
}
