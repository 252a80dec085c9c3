using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.CodeFixes.Engine;

/// <summary>Writes into the bodies of loops.</summary>
internal static class LoopBody
{
    /// <summary>Puts a statement before the first one, laid out as that is.</summary>
    public static IEnumerable<TextChange> Begin(StatementSyntax body, SourceText text, string statement)
    {
        if (body is BlockSyntax { Statements: [var first, ..] } block)
        {
            var isOnOneLine = text.Lines.GetLineFromPosition(block.OpenBraceToken.SpanStart).LineNumber == text.Lines.GetLineFromPosition(first.SpanStart).LineNumber;
            yield return isOnOneLine
                ? new(new(first.SpanStart, 0), statement + " ")
                : new(new(block.OpenBraceToken.Span.End, 0), Lines.Break(text) + Lines.Indent(text, first.SpanStart) + statement);
        }
        else if (body is not BlockSyntax)
        {
            yield return new(new(body.SpanStart, 0), "{ " + statement + " ");
            yield return new(new(body.Span.End, 0), " }");
        }
    }
}
