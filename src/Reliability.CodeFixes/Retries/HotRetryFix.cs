using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Retries;

/// <summary>REL0502: pauses at the end of the handler, before the loop goes round again.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HotRetryFix)), Shared]
public sealed class HotRetryFix() : TextFix("REL0502")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Pause before the next round";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent is not CatchClauseSyntax { Block: var block } clause)
            return Task.FromResult<IEnumerable<TextChange>>([]);

        var statement = Value(diagnostic);
        var line = Lines.Break(text);
        var isOneLine = text.Lines.GetLineFromPosition(block.OpenBraceToken.SpanStart).LineNumber == text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).LineNumber;
        var change = block.Statements switch
        {
            [.., ContinueStatementSyntax last] => new TextChange(new(last.SpanStart, 0), statement + (isOneLine ? " " : line + Lines.Indent(text, last.SpanStart))),
            [.., var last] when !isOneLine => new(new(text.Lines.GetLineFromPosition(last.Span.End).End, 0), line + Lines.Indent(text, last.SpanStart) + statement),
            _ when isOneLine => new(new(block.CloseBraceToken.SpanStart, 0), (text[block.CloseBraceToken.SpanStart - 1] == ' ' ? "" : " ") + statement + " "),
            _ => new(new(text.Lines.GetLineFromPosition(block.CloseBraceToken.SpanStart).Start, 0), Lines.Indent(text, clause.SpanStart) + "    " + statement + line),
        };
        return Task.FromResult<IEnumerable<TextChange>>([change]);
    }
}
