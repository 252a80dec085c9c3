using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0905: sleeps so that the token wakes: awaits a delay, or waits for the token itself where nothing can be
/// awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WakeByTokenFix)), Shared]
public sealed class WakeByTokenFix() : TextFix("REL0905")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Wake up when '" + Value(diagnostic) + "' is cancelled";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var wait = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        var sleep = wait?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().LastOrDefault(call => call.ArgumentList.Arguments.Count == 1 && call.Span.Start == wait.Span.Start);
        if (wait is null || sleep is null)
            return Task.FromResult<IEnumerable<TextChange>>([]);

        var time = sleep.ArgumentList.Arguments[0].Expression.ToString();
        var written = Fix(diagnostic) == "Await"
            ? "await Task.Delay(" + time + ", " + Value(diagnostic) + ")"
            : Value(diagnostic) + ".WaitHandle.WaitOne(" + time + ")";
        return Task.FromResult<IEnumerable<TextChange>>([new(wait.Span, written)]);
    }
}
