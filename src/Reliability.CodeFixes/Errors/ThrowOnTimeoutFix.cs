using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Errors;

/// <summary>REL0607: throws where the result says that it did not succeed in time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThrowOnTimeoutFix)), Shared]
public sealed class ThrowOnTimeoutFix() : TextFix("REL0607")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Throw when it did not succeed in time";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var statement = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionStatementSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(statement is null
            ? []
            :
            [
                new(new(statement.SpanStart, 0), "if (!"),
                new(statement.SemicolonToken.Span, ")" + Lines.Break(text) + Lines.Indent(text, statement.SpanStart) + "    throw new " + Value(diagnostic) + "();"),
            ]);
    }
}
