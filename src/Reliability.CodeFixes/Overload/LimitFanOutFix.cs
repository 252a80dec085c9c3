using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Overload;

/// <summary>REL0702: runs some of the calls at once, and the next when one has ended.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LimitFanOutFix)), Shared]
public sealed class LimitFanOutFix() : TextFix("REL0702")
{
    private const string Degree = "8";

    private protected override string Title(Diagnostic diagnostic, string fix) => "Run " + Degree + " at once";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var select = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return Task.FromResult(
            select is { Expression: MemberAccessExpressionSyntax { Expression: var items }, ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax lambda }], Parent.Parent.Parent: InvocationExpressionSyntax all }
            && Parameter(lambda) is { } parameter
                ? Changes(all, items, select, lambda, parameter, Value(diagnostic))
                : []);
    }

    private static IEnumerable<TextChange> Changes(
        InvocationExpressionSyntax all, ExpressionSyntax items, InvocationExpressionSyntax select, LambdaExpressionSyntax lambda, string parameter, string token)
    {
        var options = "new ParallelOptions { MaxDegreeOfParallelism = " + Degree + (token.Length > 0 ? ", CancellationToken = " + token : "") + " }";
        yield return new(all.Expression.Span, "Parallel.ForEachAsync");
        yield return new(TextSpan.FromBounds(items.Span.End, lambda.SpanStart), ", " + options + ", ");

        var isAsync = lambda.AsyncKeyword != default;
        var end = lambda.ArrowToken.SpanStart;
        yield return new(TextSpan.FromBounds(lambda.SpanStart, end), "async (" + parameter + ", _) ");
        if (!isAsync && lambda.ExpressionBody is { } task)
            yield return new(new(task.SpanStart, 0), "await ");

        yield return new(select.ArgumentList.CloseParenToken.Span, "");
    }

    /// <summary>The name of the parameter, or null: a block that returns tasks would have to be rewritten, and an underscore that is used
    /// would change its meaning.</summary>
    private static string? Parameter(LambdaExpressionSyntax lambda)
    {
        if (lambda is { Block: not null, AsyncKeyword.RawKind: 0 } || lambda.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == "_"))
            return null;

        return lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only] } => only.Identifier.ValueText,
            _ => null,
        };
    }
}
