using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Engine;

/// <summary>The names that a compilation speaks of, by text alone: what nobody names, nobody calls. Code that is emitted for an
/// <c>[Slo]</c> is no evidence of anybody's.</summary>
internal static class SpokenNames
{
    /// <summary>What stands for a type that the text does not tell.</summary>
    private const string Anything = "*";

    private static readonly PerTree<HashSet<string>> s_names = new(Names);
    private static readonly PerTree<HashSet<(string By, string Type)>> s_given = new(Given);

    /// <summary>Whether any of the names is spoken.</summary>
    public static bool Any(Compilation compilation, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (IsEmitted(tree))
                continue;

            var spoken = s_names.Of(tree, cancellationToken);
            foreach (var name in names)
            {
                if (spoken.Contains(name))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a member is named anywhere but in its own code.</summary>
    public static bool IsNamedOutside(ISymbol member, IReadOnlyList<SyntaxReference> own, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (IsEmitted(tree) || !s_names.Of(tree, cancellationToken).Contains(member.Name))
                continue;

            foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
            {
                if (Spoken(token) == member.Name && !own.Any(code => code.SyntaxTree == tree && code.Span.Contains(token.Span)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type is handed to a call: as a type argument, as <c>typeof</c> or made by <c>new</c>. Calls that
    /// only ask for something are no evidence.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="by">A call that is meant to take it: one whose type argument is not known may take anything.</param>
    /// <param name="isOther">Whether a call does something else with the type.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static bool IsGiven(INamedTypeSymbol type, Compilation compilation, string by, Func<string, bool> isOther, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (IsEmitted(tree))
                continue;

            foreach (var (call, given) in s_given.Of(tree, cancellationToken))
            {
                if (given == Anything ? call == by : given == type.Name && !isOther(call))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a file was emitted for an <c>[Slo]</c>.</summary>
    public static bool IsEmitted(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && FileName(tree.FilePath).Contains("Reliability.");

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    private static HashSet<string> Names(SyntaxNode root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in root.DescendantTokens())
        {
            if (Spoken(token) is { } name)
                names.Add(name);
        }

        return names;
    }

    /// <summary>The name that a token refers to something by; in a string too, for what is found by reflection.</summary>
    private static string? Spoken(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) ? token.Parent is SimpleNameSyntax ? token.ValueText : null
        : token.IsKind(SyntaxKind.StringLiteralToken) ? token.ValueText
        : null;

    private static HashSet<(string By, string Type)> Given(SyntaxNode root)
    {
        var given = new HashSet<(string, string)>();
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when CalledName(call) is GenericNameSyntax generic:
                    foreach (var argument in generic.TypeArgumentList.Arguments)
                        given.Add((generic.Identifier.ValueText, IsParameter(argument) ? Anything : Name(argument)));
                    break;
                case TypeOfExpressionSyntax { Type: var type }:
                    given.Add(("typeof", Name(type)));
                    break;
                case ObjectCreationExpressionSyntax { Type: var type }:
                    given.Add(("new", Name(type)));
                    break;
                case UsingDirectiveSyntax { Alias: not null, Name: { } name }:
                    given.Add(("using", Name(name)));
                    break;
                case IdentifierNameSyntax { Identifier.ValueText: "MapGrpcService" or "MapHub" or "AddConsumer" } name when name.Parent is not InvocationExpressionSyntax and not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax }:
                    given.Add((name.Identifier.ValueText, Anything));
                    break;
                case LiteralExpressionSyntax { Token: { RawKind: (int)SyntaxKind.StringLiteralToken, ValueText: "MapGrpcService" or "MapHub" or "AddConsumer" } literal }:
                    given.Add((literal.ValueText, Anything));
                    break;
            }
        }

        return given;
    }

    private static SimpleNameSyntax? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static string Name(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        NullableTypeSyntax nullable => Name(nullable.ElementType),
        _ => "",
    };

    /// <summary>Whether a name is that of a type parameter around it.</summary>
    private static bool IsParameter(TypeSyntax type)
    {
        if (type is not IdentifierNameSyntax { Identifier.ValueText: var name })
            return false;

        for (SyntaxNode? outer = type; outer is not null; outer = outer.Parent)
        {
            var parameters = outer switch
            {
                MethodDeclarationSyntax method => method.TypeParameterList,
                LocalFunctionStatementSyntax local => local.TypeParameterList,
                TypeDeclarationSyntax declaration => declaration.TypeParameterList,
                _ => null,
            };
            if (parameters?.Parameters.Any(parameter => parameter.Identifier.ValueText == name) == true)
                return true;
        }

        return false;
    }
}
