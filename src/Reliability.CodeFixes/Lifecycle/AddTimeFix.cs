using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0901: waits for a time and not for ever.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTimeFix)), Shared]
public sealed class AddTimeFix() : TextFix("REL0901")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Wait for '" + Value(diagnostic) + "' at most";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(
            call is null ? [] : [new(new(call.ArgumentList.CloseParenToken.SpanStart, 0), Value(diagnostic))]);
    }
}
