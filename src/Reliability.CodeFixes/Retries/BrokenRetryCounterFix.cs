using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Retries;

/// <summary>REL0508: declares the counter before the loop, counts before the counter is handed on, or joins the conditions by
/// "and".</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BrokenRetryCounterFix)), Shared]
public sealed class BrokenRetryCounterFix() : TextFix("REL0508")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => fix switch
    {
        "MoveOut" => "Declare the counter before the loop",
        "Count" => "Pass '" + Value(diagnostic) + "'",
        _ => "Use '&&'",
    };

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult<IEnumerable<TextChange>>(Fix(diagnostic) switch
        {
            "Count" => [new(diagnostic.Location.SourceSpan, Value(diagnostic))],
            "MoveOut" when node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } declaration && Loop(declaration) is { } loop => MoveOut(declaration, loop, text),
            "And" when node.FirstAncestorOrSelf<BinaryExpressionSyntax>() is { } or => [new(or.OperatorToken.Span, "&&")],
            _ => [],
        });
    }

    private static StatementSyntax? Loop(SyntaxNode node) => node.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);

    private static TextChange[] MoveOut(LocalDeclarationStatementSyntax declaration, StatementSyntax loop, SourceText text)
    {
        var line = text.Lines.GetLineFromPosition(declaration.SpanStart);
        var isAlone = text.ToString(line.Span).Trim() == declaration.ToString();
        return
        [
            new(new(loop.SpanStart, 0), declaration + Lines.Break(text) + Lines.Indent(text, loop.SpanStart)),
            new(isAlone ? line.SpanIncludingLineBreak : declaration.Span, ""),
        ];
    }
}
