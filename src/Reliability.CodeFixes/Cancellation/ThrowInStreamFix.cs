using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Cancellation;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0409: lets a cancelled stream throw.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThrowInStreamFix)), Shared]
public sealed class ThrowInStreamFix() : TextFix("REL0409")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Throw when '" + Value(diagnostic) + "' is cancelled";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var ask = Value(diagnostic) + ".ThrowIfCancellationRequested();";
        IEnumerable<TextChange> changes = Fix(diagnostic) switch
        {
            CancelledStreamLooksCompleteRule.ThrowInLoop when place.FirstAncestorOrSelf<WhileStatementSyntax>() is { } loop =>
                [new(loop.Condition.Span, "true"), .. LoopBody.Begin(loop.Statement, text, ask)],
            CancelledStreamLooksCompleteRule.ThrowInstead when place.FirstAncestorOrSelf<IfStatementSyntax>() is { } test => [new(test.Span, ask)],
            _ => [],
        };
        return Task.FromResult(changes);
    }
}
