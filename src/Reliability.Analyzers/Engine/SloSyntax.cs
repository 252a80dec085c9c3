using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what may be an <c>[Slo]</c> by its text alone; an alias counts in the file that declares it.</summary>
internal static class SloSyntax
{
    private static readonly PerTree<HashSet<string>> s_aliases = new(Aliases);
    private static readonly PerTree<List<TextSpan>> s_candidates = new(Candidates);

    /// <summary>Whether an attribute may be an <c>[Slo]</c>.</summary>
    public static bool IsCandidate(AttributeSyntax attribute, CancellationToken cancellationToken) =>
        IsSloName(attribute.Name) || IsAlias(attribute.Name, s_aliases.Of(attribute.SyntaxTree, cancellationToken));

    /// <summary>All attributes of a file that may be an <c>[Slo]</c>.</summary>
    public static List<TextSpan> CandidatesIn(SyntaxTree tree, CancellationToken cancellationToken) => s_candidates.Of(tree, cancellationToken);

    private static List<TextSpan> Candidates(SyntaxNode root)
    {
        var aliases = Aliases(root);
        var spans = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is AttributeSyntax { Name: var name } && (IsSloName(name) || IsAlias(name, aliases)))
                spans.Add(node.Span);
        }

        return spans;
    }

    private static HashSet<string> Aliases(SyntaxNode root)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var import in ((CompilationUnitSyntax)root).Usings)
        {
            if (import is { Alias.Name.Identifier.ValueText: var alias, Name: { } name } && IsSloName(name))
                aliases.Add(alias);
        }

        return aliases;
    }

    private static bool IsAlias(NameSyntax name, HashSet<string> aliases) =>
        aliases.Count > 0 && name is IdentifierNameSyntax { Identifier.ValueText: var text } && (aliases.Contains(text) || aliases.Contains(text + "Attribute"));

    private static bool IsSloName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsSloName(qualified.Right),
        AliasQualifiedNameSyntax alias => IsSloName(alias.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is "Slo" or "SloAttribute",
        _ => false,
    };
}
