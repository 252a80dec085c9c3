using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Cancellation;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0409: throws when the token is cancelled, so that nobody takes the end of the stream for its last item.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThrowForCancellationFix)), Shared]
public sealed class ThrowForCancellationFix() : TextFix("REL0409")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Throw when '" + Value(diagnostic) + "' is cancelled";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var question = Value(diagnostic) + ".ThrowIfCancellationRequested();";
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (Fix(diagnostic) == CancelledStreamLooksCompleteRule.ThrowInstead)
        {
            return Task.FromResult<IEnumerable<TextChange>>(
                node.FirstAncestorOrSelf<IfStatementSyntax>() is { } choice ? [new(choice.Span, question)] : []);
        }

        return Task.FromResult<IEnumerable<TextChange>>(
            node.FirstAncestorOrSelf<StatementSyntax>() is { } loop
                ? [new(new(loop.Span.End, 0), Lines.Break(text) + Lines.Indent(text, loop.SpanStart) + question)]
                : []);
    }
}
