using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Cancellation;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0406: makes the function wait for what it returns, so that the source of the token lives as long as the
/// call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitTaskFix)), Shared]
public sealed class AwaitTaskFix() : TextFix("REL0406")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Make the function async and await";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult(Function(place) is { } function && Head(function) is { } head ? Changes(function, head, Value(diagnostic) == DisposedTokenSourceEscapesRule.WithResult) : []);
    }

    private static IEnumerable<TextChange> Changes(SyntaxNode function, int head, bool hasResult)
    {
        yield return new(new(head, 0), "async ");
        foreach (var node in function.DescendantNodes(node => node == function || !IsFunction(node)))
        {
            if (node is not ReturnStatementSyntax { Expression: { } expression } leave)
                continue;

            foreach (var change in hasResult ? Await(expression, "await ") : Replace(leave, expression))
                yield return change;
        }
    }

    /// <summary>A task without a result is awaited instead of returned; <c>return</c> follows where more code does.</summary>
    private static IEnumerable<TextChange> Replace(ReturnStatementSyntax leave, ExpressionSyntax expression)
    {
        var word = leave.ReturnKeyword;
        if (expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask", Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } })
        {
            yield return new(TextSpan.FromBounds(word.Span.End, expression.Span.End), "");
            yield break;
        }

        var isInBlock = leave.Parent is BlockSyntax or SwitchSectionSyntax;
        yield return new(TextSpan.FromBounds(word.SpanStart, expression.SpanStart), isInBlock ? "" : "{ ");
        foreach (var change in Await(expression, "await "))
            yield return change;

        if (!isInBlock || !IsLast(leave))
            yield return new(new(leave.Span.End, 0), isInBlock ? " return;" : " return; }");
    }

    private static IEnumerable<TextChange> Await(ExpressionSyntax expression, string words)
    {
        var isOneTerm = expression is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax;
        yield return new(new(expression.SpanStart, 0), isOneTerm ? words : words + "(");
        if (!isOneTerm)
            yield return new(new(expression.Span.End, 0), ")");
    }

    /// <summary>Whether nothing of the function comes after a statement.</summary>
    private static bool IsLast(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.Last() == statement && (IsFunction(block.Parent) || IsLast(block)),
        UsingStatementSyntax around => IsLast(around),
        _ => false,
    };

    private static SyntaxNode? Function(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    private static bool IsFunction(SyntaxNode? node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    private static int? Head(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ReturnType.SpanStart,
        LocalFunctionStatementSyntax local => local.ReturnType.SpanStart,
        LambdaExpressionSyntax { AttributeLists.Count: > 0 } => null,
        AnonymousFunctionExpressionSyntax lambda => lambda.SpanStart,
        _ => null,
    };
}
