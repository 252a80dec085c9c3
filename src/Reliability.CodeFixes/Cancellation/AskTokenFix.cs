using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Cancellation;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0403: asks the token whether anybody wants the worker to stop, so that a timeout goes where failures go.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskTokenFix)), Shared]
public sealed class AskTokenFix() : TextFix("REL0403")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Ask '" + Value(diagnostic) + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult(Fix(diagnostic) == TimeoutMistakenForShutdownRule.WidenFilter
            ? Widen(node, Value(diagnostic))
            : Add(node, Value(diagnostic)));
    }

    private static IEnumerable<TextChange> Widen(SyntaxNode exclusion, string isCancelled)
    {
        // One operand of && needs brackets to become two operands of ||.
        var isOperand = exclusion.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression };
        if (isOperand)
            yield return new(new(exclusion.SpanStart, 0), "(");

        yield return new(new(exclusion.Span.End, 0), " || !" + isCancelled + (isOperand ? ")" : ""));
    }

    private static IEnumerable<TextChange> Add(SyntaxNode type, string isCancelled) =>
        type.FirstAncestorOrSelf<CatchDeclarationSyntax>() is { } declaration
            ? [new(new(declaration.CloseParenToken.Span.End, 0), " when (" + isCancelled + ")")]
            : [];
}
