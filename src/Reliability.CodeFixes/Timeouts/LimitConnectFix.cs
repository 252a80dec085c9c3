using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Timeouts;

/// <summary>REL0303: limits the time in which a pipe connects. To end a process that hangs is left to the author.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LimitConnectFix)), Shared]
public sealed class LimitConnectFix() : TextFix("REL0303")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Give up after " + Value(diagnostic) + " ms";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(
            call is null ? [] : [new(new(call.ArgumentList.CloseParenToken.SpanStart, 0), Value(diagnostic))]);
    }
}
