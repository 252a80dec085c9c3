using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Declarations.Health;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what may be an attribute about health by its text alone, aliases included.</summary>
internal static class HealthSyntax
{
    private static readonly PerTree<HashSet<string>> s_own = new(OwnAliases);
    private static readonly PerTree<List<TextSpan>> s_candidates = new(root => Candidates(root, HealthAttributes.IsName));

    // Files change one at a time, but any of them may hold an alias: asked once for each compilation, read once for each file.
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> s_aliases = new();

    /// <summary>Whether an attribute may be one of them.</summary>
    public static bool IsCandidate(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken) =>
        NameOf(attribute.Name) is { } name && (HealthAttributes.IsName(name) || IsAlias(name, Aliases(compilation, cancellationToken)));

    /// <summary>All attributes of a file that may be one of them.</summary>
    public static IReadOnlyList<TextSpan> CandidatesIn(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        var aliases = Aliases(compilation, cancellationToken);
        return aliases.Count == 0
            ? s_candidates.Of(tree, cancellationToken)
            : Candidates(tree.GetRoot(cancellationToken), name => HealthAttributes.IsName(name) || IsAlias(name, aliases));
    }

    /// <summary>An alias of any file counts in all: that one has a global alias is too rare to tell apart.</summary>
    private static HashSet<string> Aliases(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_aliases.TryGetValue(compilation, out var known))
            return known;

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
            found.UnionWith(s_own.Of(tree, cancellationToken));

        return s_aliases.GetValue(compilation, _ => found);
    }

    private static bool IsAlias(string name, HashSet<string> aliases) => aliases.Count > 0 && (aliases.Contains(name) || aliases.Contains(name + "Attribute"));

    private static List<TextSpan> Candidates(SyntaxNode root, Func<string, bool> isName)
    {
        var spans = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is AttributeSyntax { Name: var name } && NameOf(name) is { } text && isName(text))
                spans.Add(node.Span);
        }

        return spans;
    }

    private static string? NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static HashSet<string> OwnAliases(SyntaxNode root)
    {
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var import in ((CompilationUnitSyntax)root).Usings)
        {
            if (import is { Alias.Name.Identifier.ValueText: var alias, Name: { } name } && NameOf(name) is { } text && HealthAttributes.IsName(text))
                aliases.Add(alias);
        }

        return aliases;
    }
}
