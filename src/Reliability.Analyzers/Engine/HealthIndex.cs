using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Engine;

/// <summary>All that a compilation declares about health, so that two of one name show while typing. Where it may stand is remembered
/// per file; what it means is asked of the compilation, once, when first needed.</summary>
internal sealed class HealthIndex
{
    private readonly Dictionary<(SyntaxTree, TextSpan), AttributeSyntax> _clashes = [];

    private HealthIndex(Compilation compilation, CancellationToken cancellationToken)
    {
        var checks = new List<(HealthDeclaration Item, string Name, CheckMethod Method)>();
        var heartbeats = new List<(HealthDeclaration Item, HeartbeatDeclaration Heartbeat)>();
        foreach (var declaration in All(compilation, cancellationToken))
        {
            if (HealthAttributes.IsHeartbeat(declaration.Data))
                Add(heartbeats, declaration);
            else
                Add(checks, declaration);
        }

        Add(HealthClashes.OfChecks(checks));
        Add(HealthClashes.OfHeartbeats(heartbeats));
    }

    /// <summary>The other declaration of the same name, or null.</summary>
    public AttributeSyntax? ClashOf(AttributeSyntax declaration) => _clashes.TryGetValue((declaration.SyntaxTree, declaration.Span), out var other) ? other : null;

    /// <summary>Reads a compilation when first asked.</summary>
    public static Func<CancellationToken, HealthIndex> Lazily(Compilation compilation)
    {
        HealthIndex? index = null;
        return cancellationToken =>
            Volatile.Read(ref index) ?? Interlocked.CompareExchange(ref index, new(compilation, cancellationToken), null) ?? index!;
    }

    private static IEnumerable<HealthDeclaration> All(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var spans = HealthSyntax.CandidatesIn(tree, compilation, cancellationToken);
            if (spans.Count == 0)
                continue;

            var root = tree.GetRoot(cancellationToken);
#pragma warning disable RS1030 // each declaration of the whole compilation is read once; there is no context that has its model
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (var span in spans)
            {
                if (root.FindNode(span).FirstAncestorOrSelf<AttributeSyntax>() is { } attribute && HealthDeclaration.Of(attribute, model, cancellationToken) is { } found)
                    yield return found;
            }
        }
    }

    /// <summary>The first attribute of a method speaks for all of them.</summary>
    private static void Add(List<(HealthDeclaration Item, string Name, CheckMethod Method)> checks, HealthDeclaration declaration)
    {
        if (HealthAttributes.IsDependency(declaration.Data))
        {
            if (DependencyReader.Read(declaration.Target, declaration.Data) is { Check: { } asked } dependency)
                checks.Add((declaration, dependency.Name, asked));
        }
        else if (HealthDeclaration.IsAt(HealthAttributes.ChecksOf(declaration.Target)[0], declaration.Syntax) && CheckReader.Read(declaration.Target) is { } check)
        {
            checks.Add((declaration, check.Name, check.Method));
        }
    }

    private static void Add(List<(HealthDeclaration Item, HeartbeatDeclaration Heartbeat)> heartbeats, HealthDeclaration declaration)
    {
        if (declaration.Target is INamedTypeSymbol type && HeartbeatReader.Read(type, declaration.Data) is { } heartbeat)
            heartbeats.Add((declaration, heartbeat));
    }

    private void Add(Dictionary<HealthDeclaration, HealthDeclaration> clashes)
    {
        foreach (var clash in clashes)
            _clashes.Add((clash.Key.Syntax.SyntaxTree, clash.Key.Syntax.Span), clash.Value.Syntax);
    }
}
