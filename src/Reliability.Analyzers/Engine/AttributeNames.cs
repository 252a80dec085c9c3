using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Reliability.Declarations;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what may be an attribute of ours by its text alone, aliases included: <c>using Again = Reliability.RetryAttribute;</c>.
/// The compiler and the generators follow them, so that whoever says what is wrong must as well.</summary>
internal static class AttributeNames
{
    private const string Suffix = "Attribute";

    private static readonly PerTree<List<(string Alias, string Name)>> s_own = new(OwnAliases);

    // Files change one at a time, but any of them may hold an alias: asked once for each compilation, read once for each file.
    private static readonly ConditionalWeakTable<Compilation, Dictionary<string, HashSet<string>>> s_aliases = new();

    /// <summary>Whether an attribute may be one of some.</summary>
    /// <param name="name">The name, as it is written.</param>
    /// <param name="isName">Whether a name is one of theirs. It is given without <c>Attribute</c>.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static bool IsCandidate(NameSyntax name, Func<string, bool> isName, Compilation compilation, CancellationToken cancellationToken) =>
        Of(name) is { } text && (isName(WithoutSuffix(text)) || IsAlias(text, isName, Aliases(compilation, cancellationToken)));

    /// <summary>Whether an alias for one of some is declared in any file.</summary>
    public static bool HasAliases(Func<string, bool> isName, Compilation compilation, CancellationToken cancellationToken) =>
        Aliases(compilation, cancellationToken).Values.Any(names => names.Any(isName));

    /// <summary>The last part of a name.</summary>
    public static string? Of(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    /// <summary>A name as it is mostly written.</summary>
    public static string WithoutSuffix(string name) => OperationNames.WithoutSuffix(name, Suffix);

    private static bool IsAlias(string text, Func<string, bool> isName, Dictionary<string, HashSet<string>> aliases) =>
        aliases.Count > 0 && (aliases.TryGetValue(text, out var names) || aliases.TryGetValue(text + Suffix, out names)) && names.Any(isName);

    /// <summary>An alias of any file counts in all: that one has a global alias is too rare to tell apart.</summary>
    private static Dictionary<string, HashSet<string>> Aliases(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_aliases.TryGetValue(compilation, out var known))
            return known;

        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var (alias, name) in s_own.Of(tree, cancellationToken))
            {
                if (!found.TryGetValue(alias, out var names))
                    found.Add(alias, names = new(StringComparer.Ordinal));

                names.Add(name);
            }
        }

        return s_aliases.GetValue(compilation, _ => found);
    }

    private static List<(string Alias, string Name)> OwnAliases(SyntaxNode root)
    {
        var aliases = new List<(string Alias, string Name)>();
        foreach (var node in root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, Name: { } name } && Of(name) is { } text)
                aliases.Add((alias, WithoutSuffix(text)));
        }

        return aliases;
    }
}
