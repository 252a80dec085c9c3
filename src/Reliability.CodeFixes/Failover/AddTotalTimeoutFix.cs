using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Failover;

/// <summary>REL0802: adds a timeout around the retry, as long as the rule allows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddTotalTimeoutFix)), Shared]
public sealed class AddTotalTimeoutFix() : TextFix("REL0802")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Add a total timeout of " + Value(diagnostic) + " s";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var access = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        if (access is null)
            return Task.FromResult<IEnumerable<TextChange>>([]);

        // A chain over several lines gets a line of its own.
        var line = text.Lines.GetLineFromPosition(access.OperatorToken.SpanStart);
        var between = text.ToString(TextSpan.FromBounds(line.Start, access.OperatorToken.SpanStart));
        var isOwnLine = string.IsNullOrWhiteSpace(between);
        return Task.FromResult<IEnumerable<TextChange>>(
        [
            new(new(access.OperatorToken.SpanStart, 0), ".AddTimeout(TimeSpan.FromSeconds(" + Value(diagnostic) + "))" + (isOwnLine ? Lines.Break(text) + between : "")),
        ]);
    }
}
