using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0903: passes the token of the check on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassCheckTokenFix)), Shared]
public sealed class PassCheckTokenFix() : TextFix("REL0903")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Pass '" + Value(diagnostic).Split(' ').Last() + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(call is null ? [] : [new(new(call.ArgumentList.CloseParenToken.SpanStart, 0), Value(diagnostic))]);
    }
}
