using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what may be an attribute about health by its text alone, aliases included.</summary>
internal static class HealthSyntax
{
    private static readonly PerTree<List<TextSpan>> s_candidates = new(root =>
        Candidates(root, static name => AttributeNames.Of(name) is { } text && HealthAttributes.IsName(text)));

    /// <summary>Whether an attribute may be one of them.</summary>
    public static bool IsCandidate(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken) =>
        AttributeNames.IsCandidate(attribute.Name, HealthAttributes.IsName, compilation, cancellationToken);

    /// <summary>All attributes of a file that may be one of them.</summary>
    public static IReadOnlyList<TextSpan> CandidatesIn(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken) =>
        AttributeNames.HasAliases(HealthAttributes.IsName, compilation, cancellationToken)
            ? Candidates(tree.GetRoot(cancellationToken), name => AttributeNames.IsCandidate(name, HealthAttributes.IsName, compilation, cancellationToken))
            : s_candidates.Of(tree, cancellationToken);

    private static List<TextSpan> Candidates(SyntaxNode root, Func<NameSyntax, bool> isName)
    {
        var spans = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is AttributeSyntax { Name: var name } && isName(name))
                spans.Add(node.Span);
        }

        return spans;
    }
}
