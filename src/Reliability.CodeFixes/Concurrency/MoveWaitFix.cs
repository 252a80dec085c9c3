using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Concurrency;

/// <summary>REL1002: moves the wait before the <c>try</c>, so that <c>finally</c> runs only with a permit.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveWaitFix)), Shared]
public sealed class MoveWaitFix() : TextFix("REL1002")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Wait before the 'try'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var wait = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionStatementSyntax>();
        if (wait is not { Parent: BlockSyntax { Parent: TryStatementSyntax block } })
            return Task.FromResult<IEnumerable<TextChange>>([]);

        // With the comments around it, and the line that it leaves empty.
        return Task.FromResult<IEnumerable<TextChange>>(
        [
            new(new(block.SpanStart, 0), text.ToString(wait.FullSpan).Trim() + Break(text, block)),
            new(wait.FullSpan, ""),
        ]);
    }

    private static string Break(SourceText text, SyntaxNode block) => Lines.Break(text) + Lines.Indent(text, block.SpanStart);
}
