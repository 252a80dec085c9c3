using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds what is handed to a <c>Map…(…)</c> call anywhere in a compilation. The names in such calls are remembered
/// per file; only those with the right name are bound.</summary>
internal static class MapIndex
{
    private static readonly PerTree<Dictionary<string, List<TextSpan>>> s_names = new(Names);

    /// <summary>Whether a method, local function, variable, field or property is named in an argument of a <c>Map…</c>
    /// call.</summary>
    public static bool IsMapped(ISymbol symbol, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!s_names.Of(tree, cancellationToken).TryGetValue(symbol.Name, out var spans))
                continue;

#pragma warning disable RS1030 // the call may stand in any file; bound once for each [Slo] whose name is handed to a Map call
            var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            var root = tree.GetRoot(cancellationToken);
            foreach (var span in spans)
            {
                if (root.FindNode(span, getInnermostNodeForTie: true) is SimpleNameSyntax name
                    && Means(name, symbol, model, cancellationToken)
                    && IsInMapCall(name, model, cancellationToken))
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

    private static bool IsInMapCall(SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        for (SyntaxNode? outer = name; outer is not null; outer = outer.Parent)
        {
            if (outer is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
                && EndpointShapes.IsNamedMap(call)
                && EndpointShapes.MapsEndpoints(call, model, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreSame(ISymbol one, ISymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);

    private static Dictionary<string, List<TextSpan>> Names(SyntaxNode root)
    {
        var names = new Dictionary<string, List<TextSpan>>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax call || !EndpointShapes.IsNamedMap(call))
                continue;

            // A name inside a lambda is called by the lambda, not mapped.
            foreach (var argument in call.ArgumentList.DescendantNodes(child => child is not AnonymousFunctionExpressionSyntax))
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
