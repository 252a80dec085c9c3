using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Retries;

/// <summary>REL0503: caps the exponent, or the delay itself, so that no wait is longer than about a minute.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnboundedBackoffFix)), Shared]
public sealed class UnboundedBackoffFix() : TextFix("REL0503")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Cap the back-off at a minute";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (Fix(diagnostic) == "Assign")
            return [new(diagnostic.Location.SourceSpan, Value(diagnostic))];

        var exponent = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) switch
        {
            InvocationExpressionSyntax { ArgumentList.Arguments: [_, var power] } => power.Expression,
            BinaryExpressionSyntax shift => shift.Right,
            _ => null,
        };
        if (exponent is null || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model || model.Compilation.GetTypeByMetadataName("System.Math") is not { } math)
            return [];

        var inner = exponent is ParenthesizedExpressionSyntax brackets ? brackets.Expression : exponent;
        return [new(exponent.Span, math.ToMinimalDisplayString(model, exponent.SpanStart) + ".Min(" + inner + ", " + Value(diagnostic) + ")")];
    }
}
