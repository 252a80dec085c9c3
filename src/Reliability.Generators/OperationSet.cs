using System.Globalization;
using Reliability.Declarations;
using Reliability.Generators.Emit;
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

    /// <summary>The declarations with something around their cores besides measuring, and the name of the class that holds it. Two methods may
    /// have one name where neither promises anything.</summary>
    public IReadOnlyDictionary<OperationDeclaration, string> Guards(AssemblyFacts assembly)
    {
        var guards = new Dictionary<OperationDeclaration, string>(ByReference.Instance);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in Declarations)
        {
            if (declaration is not { Failover: { } failover, Method.HasCore: true } || !assembly.HasRuntime || (failover.NeedsPackage && !assembly.HasFailover))
                continue;

            var name = FailoverEmitter.Holder(OperationNames.Identifier(failover.Operation));
            for (var i = 2; !taken.Add(name); i++)
                name = FailoverEmitter.Holder(OperationNames.Identifier(failover.Operation)) + "_" + i.ToString(CultureInfo.InvariantCulture);

            guards.Add(declaration, name);
        }

        return guards;
    }

    public static OperationSet Of(IEnumerable<OperationDeclaration> declarations)
    {
        var all = declarations
            .OrderBy(declaration => declaration.Operation?.Name ?? "", StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Operation?.Function ?? declaration.Method?.Name ?? "", StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Position.Path, StringComparer.Ordinal)
            .ThenBy(declaration => declaration.Position.Line)
            .ToList();
        var clashes = Clashes.Find(all, declaration => declaration);
        return new(all.Select(declaration => clashes.ContainsKey(declaration) ? declaration with { Operation = null } : declaration).ToEquatableArray());
    }

    /// <summary>Two declarations can be equal values and still be two.</summary>
    private sealed class ByReference : IEqualityComparer<OperationDeclaration>
    {
        public static ByReference Instance { get; } = new();

        public bool Equals(OperationDeclaration? x, OperationDeclaration? y) => ReferenceEquals(x, y);

        public int GetHashCode(OperationDeclaration obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
