using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Engine;

/// <summary>All operations of a compilation, so that a clash shows while typing. Where an <c>[Slo]</c> may stand is
/// remembered per file; what it means is asked of the compilation, once, when first needed.</summary>
internal sealed class SloIndex
{
    private readonly List<Entry> _all = [];
    private readonly Dictionary<AttributeSyntax, (ClashKind Kind, Entry Other)> _clashes = [];

    private SloIndex(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var spans = SloSyntax.CandidatesIn(tree, compilation, cancellationToken);
            if (spans.Count == 0)
                continue;

            var root = tree.GetRoot(cancellationToken);
#pragma warning disable RS1030 // each declaration of the whole compilation is read once; there is no context that has its model
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (var span in spans)
            {
                if (root.FindNode(span).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
                    continue;

                if (SloDeclaration.Of(attribute, model, cancellationToken) is { } declaration)
                    _all.Add(new(attribute, Read(declaration, compilation), () => Stem(declaration)));
                else if (MetricDeclaration.Of(attribute, compilation, cancellationToken) is { } metric)
                    _all.Add(new(attribute, MetricReader.ReadDeclaration(metric.Slo), () => metric.Slo.FirstText() + "-metric"));
            }
        }

        foreach (var clash in Clashes.Find(_all, entry => entry.Operation))
            _clashes.Add(clash.Key.Syntax, clash.Value);
    }

    /// <summary>Why a declaration is not measured beside another, or null.</summary>
    public (ClashKind Kind, AttributeSyntax Other, string OtherName)? ClashOf(AttributeSyntax declaration) =>
        _clashes.TryGetValue(declaration, out var clash) ? (clash.Kind, clash.Other.Syntax, clash.Other.Operation.Operation!.Name) : null;

    /// <summary>A name for one of several operations that share theirs: of type and member, and like no other. The same
    /// for every caller, so that all clashes of a solution can be fixed at once.</summary>
    public string UniqueName(AttributeSyntax declaration)
    {
        var taken = new HashSet<string>(
            _all.Where(entry => entry.Operation.Operation is not null).Select(entry => OperationNames.Identifier(entry.Operation.Operation!.Name)),
            StringComparer.Ordinal);
        foreach (var sharing in _all)
        {
            if (!_clashes.TryGetValue(sharing.Syntax, out var clash) || clash.Kind != ClashKind.Name)
                continue;

            var stem = sharing.Stem();
            var name = stem;
            for (var number = 2; !taken.Add(OperationNames.Identifier(name)); number++)
                name = stem + "-" + number.ToString(CultureInfo.InvariantCulture);

            if (sharing.Syntax == declaration)
                return name;
        }

        throw new ArgumentException("It shares its name with nothing.", nameof(declaration));
    }

    /// <summary>Reads a compilation when first asked.</summary>
    public static Func<CancellationToken, SloIndex> Lazily(Compilation compilation)
    {
        SloIndex? index = null;
        return cancellationToken =>
            Volatile.Read(ref index) ?? Interlocked.CompareExchange(ref index, new(compilation, cancellationToken), null) ?? index!;
    }

    /// <summary>The name of an operation that is measured, or null.</summary>
    public static string? NameOf(SloDeclaration declaration, Compilation compilation) =>
        Read(declaration, compilation).Operation?.Name;

    private static OperationDeclaration Read(SloDeclaration declaration, Compilation compilation) =>
        OperationReader.Read(declaration.Target, declaration.Node, declaration.Slo, compilation);

    private static string Stem(SloDeclaration declaration) => declaration.Target switch
    {
        INamedTypeSymbol type => KebabCase.From(type.ContainingNamespace.Name + "-" + OperationNames.WithoutSuffix(type.Name, "Controller")),
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method =>
            KebabCase.From(OperationNames.WithoutSuffix(method.ContainingType.Name, "Controller") + "-" + OperationNames.WithoutSuffix(method.Name, "Async")),
        var local => KebabCase.From(local.ContainingType.Name + "-" + OperationNames.Default(local, declaration.Node)),
    };

    private sealed class Entry(AttributeSyntax syntax, OperationDeclaration operation, Func<string> stem)
    {
        public AttributeSyntax Syntax { get; } = syntax;

        public OperationDeclaration Operation { get; } = operation;

        /// <summary>What a name of its own begins with.</summary>
        public Func<string> Stem { get; } = stem;
    }
}
