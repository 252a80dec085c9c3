using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Reliability.Analyzers.Engine;

/// <summary>Finds out whether the author says that something is meant: by <c>[OnPurpose("REL0501", "why")]</c> on the member,
/// its type or the assembly, or by a comment <c>// REL0501 on purpose, because …</c> above or behind the line. Looked for
/// only where something would be reported.</summary>
internal static class OnPurpose
{
    private const string Attribute = "OnPurposeAttribute";
    private const string Words = " on purpose, because ";

    /// <summary>What stands for a reason until the author writes one.</summary>
    private const string Placeholder = "...";

    /// <summary>The comment that says it, but for the reason.</summary>
    public static string Comment(string id) => "// " + id + Words + Placeholder;

    /// <summary>Whether the author says of a place that it is meant, and why.</summary>
    public static bool IsSaid(Location place, string id, ISymbol member, CancellationToken cancellationToken)
    {
        for (ISymbol? symbol = member; symbol is not null and not INamespaceSymbol; symbol = Outer(symbol))
        {
            if (IsOn(symbol, id))
                return true;
        }

        return IsOn(member.ContainingAssembly, id)
            || (place.SourceTree is { } tree && IsBeside(tree.GetRoot(cancellationToken).FindToken(place.SourceSpan.Start), id));
    }

    private static ISymbol? Outer(ISymbol symbol) => symbol is IMethodSymbol { AssociatedSymbol: { } owner } ? owner : symbol.ContainingSymbol;

    private static bool IsOn(ISymbol? symbol, string id)
    {
        if (symbol is null)
            return false;

        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute is { AttributeClass: { Name: Attribute, ContainingNamespace: { Name: "Reliability", ContainingNamespace.IsGlobalNamespace: true } } }
                && attribute.ConstructorArguments is [{ Value: string rule }, { Value: string because }]
                && rule == id && IsReason(because))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks above each line that begins a clause, statement or member around the place, and behind the place.</summary>
    private static bool IsBeside(SyntaxToken token, string id)
    {
        if (Says(token.LeadingTrivia, id))
            return true;

        for (var behind = token; behind.RawKind != 0; behind = behind.GetNextToken())
        {
            if (Says(behind.TrailingTrivia, id))
                return true;

            if (EndsLine(behind.TrailingTrivia))
                break;
        }

        for (var node = token.Parent; node is not null; node = node.Parent)
        {
            if (node is StatementSyntax or CatchClauseSyntax or MemberDeclarationSyntax or AttributeListSyntax or ArgumentSyntax && Says(node.GetLeadingTrivia(), id))
                return true;

            if (node is MemberDeclarationSyntax or BlockSyntax { Parent: AnonymousFunctionExpressionSyntax })
                break;
        }

        return false;
    }

    private static bool EndsLine(SyntaxTriviaList trivia)
    {
        foreach (var part in trivia)
        {
            if (part.IsKind(SyntaxKind.EndOfLineTrivia))
                return true;
        }

        return false;
    }

    private static bool Says(SyntaxTriviaList trivia, string id)
    {
        foreach (var part in trivia)
        {
            if (!part.IsKind(SyntaxKind.SingleLineCommentTrivia) && !part.IsKind(SyntaxKind.MultiLineCommentTrivia))
                continue;

            var text = part.ToString();
            var at = text.IndexOf(id + Words, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && IsReason(text.Substring(at + id.Length + Words.Length)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a reason has words. What stands for one does not: dots and question marks are no reason.</summary>
    private static bool IsReason(string because)
    {
        foreach (var character in because)
        {
            if (char.IsLetter(character))
                return true;
        }

        return false;
    }
}
