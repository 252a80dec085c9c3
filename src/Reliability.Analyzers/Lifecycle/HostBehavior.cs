using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>Finds out whether a compilation says what the host does when a worker fails. Who says so has thought of it, and
/// is not told.</summary>
internal sealed class HostBehavior(Knowledge knowledge)
{
    private const string Property = "BackgroundServiceExceptionBehavior";

    private static readonly PerTree<List<TextSpan>> s_names = new(Names);

    // Asked for only where something would be reported.
    private readonly Lazy<bool> _isChosen = new(() => IsSet(knowledge.Compilation), LazyThreadSafetyMode.PublicationOnly);

    public bool IsChosen => _isChosen.Value;

    private static bool IsSet(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var spans = s_names.Of(tree, CancellationToken.None);
            if (spans.Count == 0)
                continue;

#pragma warning disable RS1030 // the options are set in another file than the worker; few files name them
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (var span in spans)
            {
                if (model.GetSymbolInfo(tree.GetRoot().FindNode(span)).Symbol is IPropertySymbol { ContainingType: { Name: "HostOptions", ContainingNamespace.Name: "Hosting" } })
                    return true;
            }
        }

        return false;
    }

    private static List<TextSpan> Names(SyntaxNode root)
    {
        var names = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is IdentifierNameSyntax { Identifier.ValueText: Property })
                names.Add(node.Span);
        }

        return names;
    }
}
