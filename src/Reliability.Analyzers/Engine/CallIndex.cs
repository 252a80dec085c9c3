using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds generic registrations anywhere in a compilation: <c>AddTransient&lt;Clock&gt;()</c>,
/// <c>IValidateOptions&lt;Limits&gt;</c>. Where the names stand is remembered for each file; what they mean is bound
/// when first asked.</summary>
/// <param name="knowledge">What is known of the compilation.</param>
/// <param name="index">The names, by file; keep it in a static field.</param>
/// <param name="meant">The types that a name with its symbol says something of.</param>
internal sealed class CallIndex(Knowledge knowledge, PerTree<List<TextSpan>> index, Func<SimpleNameSyntax, ISymbol, SemanticModel, IEnumerable<ITypeSymbol>> meant)
{
    private HashSet<ITypeSymbol>? _types;

    /// <summary>An index of the places at which names stand.</summary>
    public static PerTree<List<TextSpan>> Of(params string[] names) => new(root =>
    {
        var spans = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is SimpleNameSyntax { Identifier.ValueText: var text } && Array.IndexOf(names, text) >= 0)
                spans.Add(node.Span);
        }

        return spans;
    });

    /// <summary>Whether one of the names says something of a type, in any file.</summary>
    public bool Contains(ITypeSymbol type, CancellationToken cancellationToken) =>
        (Volatile.Read(ref _types) ?? Interlocked.CompareExchange(ref _types, Read(cancellationToken), null) ?? _types!).Contains(type.OriginalDefinition);

    private HashSet<ITypeSymbol> Read(CancellationToken cancellationToken)
    {
        var types = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var tree in knowledge.Compilation.SyntaxTrees)
        {
            var spans = index.Of(tree, cancellationToken);
            if (spans.Count == 0)
                continue;

#pragma warning disable RS1030 // a registration may stand in any file; bound once for each compilation that has a candidate
            var model = knowledge.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            var root = tree.GetRoot(cancellationToken);
            foreach (var span in spans)
            {
                if (root.FindNode(span, getInnermostNodeForTie: true) is SimpleNameSyntax name && model.GetSymbolInfo(name, cancellationToken).Symbol is { } symbol)
                    types.UnionWith(meant(name, symbol, model).Select(type => type.OriginalDefinition));
            }
        }

        return types;
    }
}
