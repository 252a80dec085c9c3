using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.Analyzers.Engine;

/// <summary>Recognises what may be an <c>[Slo]</c> or a <c>[MetricSlo]</c> by its text alone; an alias counts in the file that declares it, a global
/// one in all files.</summary>
internal static class SloSyntax
{
    private static readonly PerTree<FileAliases> s_aliases = new(root => new(root));
    private static readonly PerTree<List<TextSpan>> s_candidates = new(root => Candidates(root, new FileAliases(root).Own));

    // Files change one at a time, but any of them may hold the alias: asked once for each compilation, read once for each file.
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> s_global = new();

    /// <summary>Whether an attribute may be one of them.</summary>
    public static bool IsCandidate(AttributeSyntax attribute, Compilation compilation, CancellationToken cancellationToken) =>
        IsSloName(attribute.Name)
        || IsAlias(attribute.Name, s_aliases.Of(attribute.SyntaxTree, cancellationToken).Own)
        || IsAlias(attribute.Name, Global(compilation, cancellationToken));

    /// <summary>All attributes of a file that may be one of them.</summary>
    public static List<TextSpan> CandidatesIn(SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
    {
        var global = Global(compilation, cancellationToken);
        if (global.Count == 0)
            return s_candidates.Of(tree, cancellationToken);

        // What a file means then depends on others, so it is not remembered with the file.
        return Candidates(tree.GetRoot(cancellationToken), [.. global, .. s_aliases.Of(tree, cancellationToken).Own]);
    }

    /// <summary>The names by which code calls what carries an <c>[Slo]</c>: of methods, and of all methods of an
    /// interface that carries one.</summary>
    public static HashSet<string> CalledNames(Compilation compilation, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var span in CandidatesIn(tree, compilation, cancellationToken))
            {
                switch (tree.GetRoot(cancellationToken).FindNode(span).FirstAncestorOrSelf<AttributeSyntax>()?.Parent?.Parent)
                {
                    case MethodDeclarationSyntax method:
                        names.Add(method.Identifier.ValueText);
                        break;
                    case InterfaceDeclarationSyntax type:
                        names.UnionWith(type.Members.OfType<MethodDeclarationSyntax>().Select(method => method.Identifier.ValueText));
                        break;
                }
            }
        }

        return names;
    }

    private static HashSet<string> Global(Compilation compilation, CancellationToken cancellationToken)
    {
        if (s_global.TryGetValue(compilation, out var known))
            return known;

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
            found.UnionWith(s_aliases.Of(tree, cancellationToken).Global);

        return s_global.GetValue(compilation, _ => found);
    }

    private static List<TextSpan> Candidates(SyntaxNode root, HashSet<string> aliases)
    {
        var spans = new List<TextSpan>();
        foreach (var node in root.DescendantNodes())
        {
            if (node is AttributeSyntax { Name: var name } && (IsSloName(name) || IsAlias(name, aliases)))
                spans.Add(node.Span);
        }

        return spans;
    }

    private static bool IsAlias(NameSyntax name, HashSet<string> aliases) =>
        aliases.Count > 0 && name is IdentifierNameSyntax { Identifier.ValueText: var text } && (aliases.Contains(text) || aliases.Contains(text + "Attribute"));

    private static bool IsSloName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsSloName(qualified.Right),
        AliasQualifiedNameSyntax alias => IsSloName(alias.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is "Slo" or "SloAttribute" or "MetricSlo" or "MetricSloAttribute",
        _ => false,
    };

    /// <summary>The aliases that a file declares for what may be one of them.</summary>
    private sealed class FileAliases
    {
        public FileAliases(SyntaxNode root)
        {
            foreach (var import in ((CompilationUnitSyntax)root).Usings)
            {
                if (import is { Alias.Name.Identifier.ValueText: var alias, Name: { } name } && IsSloName(name))
                    (import.GlobalKeyword == default ? Own : Global).Add(alias);
            }
        }

        public HashSet<string> Own { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Global { get; } = new(StringComparer.Ordinal);
    }
}
