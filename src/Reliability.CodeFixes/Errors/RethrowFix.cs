using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Errors;

/// <summary>REL0601 and REL0604: throws on what the handler has logged.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RethrowFix)), Shared]
public sealed class RethrowFix() : TextFix("REL0601", "REL0604")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Throw again after logging";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var block = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<CatchClauseSyntax>()?.Block;
        return Task.FromResult<IEnumerable<TextChange>>(block?.Statements.LastOrDefault() switch
        {
            null => [],
            ReturnStatementSyntax end => [new(end.Span, "throw;")],
            var last => [new(new(last.Span.End, 0), Lines.Break(text) + Lines.Indent(text, last.SpanStart) + "throw;")],
        });
    }
}
