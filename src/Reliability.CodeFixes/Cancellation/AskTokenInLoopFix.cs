using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0402: asks the token at the start of each round.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskTokenInLoopFix)), Shared]
public sealed class AskTokenInLoopFix() : TextFix("REL0402")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Ask '" + Value(diagnostic) + "' in each round";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var body = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent switch
        {
            WhileStatementSyntax loop => loop.Statement as BlockSyntax,
            DoStatementSyntax loop => loop.Statement as BlockSyntax,
            ForStatementSyntax loop => loop.Statement as BlockSyntax,
            _ => null,
        };
        if (body is null)
            return Task.FromResult<IEnumerable<TextChange>>([]);

        var start = body.OpenBraceToken.Span.End;
        return Task.FromResult<IEnumerable<TextChange>>(
            [new(new(start, 0), Lines.Break(text) + Lines.Indent(text, start) + "    " + Value(diagnostic) + ".ThrowIfCancellationRequested();")]);
    }
}
