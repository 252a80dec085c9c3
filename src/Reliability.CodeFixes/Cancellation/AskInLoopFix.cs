using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0402: asks the token at the beginning of each round.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskInLoopFix)), Shared]
public sealed class AskInLoopFix() : TextFix("REL0402")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Ask '" + Value(diagnostic) + "' in each round";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var loop = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>(
            node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);
        var body = loop switch
        {
            WhileStatementSyntax statement => statement.Statement,
            DoStatementSyntax statement => statement.Statement,
            ForStatementSyntax statement => statement.Statement,
            _ => null,
        };
        return Task.FromResult(body is null ? [] : LoopBody.Begin(body, text, Value(diagnostic) + ".ThrowIfCancellationRequested();"));
    }
}
