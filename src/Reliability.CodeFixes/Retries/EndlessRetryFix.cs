using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Retries;

/// <summary>REL0501: asks the token at hand in each round, so that at least a stop ends the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EndlessRetryFix)), Shared]
public sealed class EndlessRetryFix() : TextFix("REL0501")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Ask '" + Value(diagnostic) + "' in each round";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var body = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            WhileStatementSyntax loop => loop.Statement,
            DoStatementSyntax loop => loop.Statement,
            ForStatementSyntax loop => loop.Statement,
            _ => null,
        };
        return Task.FromResult<IEnumerable<TextChange>>(
            body is BlockSyntax { Statements: [var first, ..] }
                ? [new(new(first.SpanStart, 0), Value(diagnostic) + ".ThrowIfCancellationRequested();" + Lines.Break(text) + Lines.Indent(text, first.SpanStart))]
                : []);
    }
}
