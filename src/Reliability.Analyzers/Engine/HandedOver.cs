using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds what is handed to certain calls anywhere in a compilation. The names in such calls are remembered per file;
/// only those with the right name are bound.</summary>
/// <param name="isNamed">Whether a call has the right name; cheap, and no proof.</param>
/// <param name="takes">Whether a call is meant.</param>
/// <param name="readsLambdas">Whether what a lambda calls is handed over as well.</param>
internal sealed class HandedOver(
    Func<InvocationExpressionSyntax, bool> isNamed, Func<InvocationExpressionSyntax, SemanticModel, CancellationToken, bool> takes, bool readsLambdas)
{
    private readonly PerTree<Dictionary<string, List<TextSpan>>> _names = new(root => Names(root, isNamed, readsLambdas));

    /// <summary>Whether a method, local function, variable, field or property is named in an argument of such a call.</summary>
    public bool Contains(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!_names.Of(tree, cancellationToken).TryGetValue(symbol.Name, out var spans))
                continue;

#pragma warning disable RS1030 // the call may stand in any file; bound once for each [Slo] whose name is handed to such a call
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            var root = tree.GetRoot(cancellationToken);
            foreach (var span in spans)
            {
                if (root.FindNode(span, getInnermostNodeForTie: true) is SimpleNameSyntax name
                    && Means(name, symbol, model, cancellationToken)
                    && IsTaken(name, model, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A name that could not be bound to one symbol may mean any candidate: broken code is no evidence.</summary>
    private static bool Means(SimpleNameSyntax name, ISymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        var info = model.GetSymbolInfo(name, cancellationToken);
        if (info.Symbol is { } bound)
            return AreSame(bound, symbol);

        foreach (var candidate in info.CandidateSymbols)
        {
            if (AreSame(candidate, symbol))
                return true;
        }

        return false;
    }

    private bool IsTaken(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        for (SyntaxNode? outer = name; outer is not null; outer = outer.Parent)
        {
            if (outer is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && isNamed(call) && takes(call, model, cancellationToken))
                return true;
        }

        return false;
    }

    private static bool AreSame(ISymbol one, ISymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);

    private static Dictionary<string, List<TextSpan>> Names(SyntaxNode root, Func<InvocationExpressionSyntax, bool> isNamed, bool readsLambdas)
    {
        var names = new Dictionary<string, List<TextSpan>>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax call || !isNamed(call))
                continue;

            foreach (var argument in call.ArgumentList.DescendantNodes(child => readsLambdas || child is not AnonymousFunctionExpressionSyntax))
            {
                if (argument is SimpleNameSyntax name)
                    Add(names, name);
            }
        }

        return names;
    }

    private static void Add(Dictionary<string, List<TextSpan>> names, SimpleNameSyntax name)
    {
        if (!names.TryGetValue(name.Identifier.ValueText, out var spans))
            names.Add(name.Identifier.ValueText, spans = []);

        spans.Add(name.Span);
    }
}
