using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Concurrency;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Concurrency;

/// <summary>REL1003: puts all between the wait and the release into a <c>try</c> whose <c>finally</c> releases.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ProtectPermitFix)), Shared]
public sealed class ProtectPermitFix() : TextFix("REL1003")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Release in 'finally'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var wait = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult(
            wait.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement && Release(statement, wait) is { } release && PermitScope.Of(statement, release) is { } scope
                ? Changes(scope, text)
                : []);
    }

    /// <summary>The analyzer made sure that there is one release of the same semaphore in the block.</summary>
    private static InvocationExpressionSyntax? Release(StatementSyntax wait, SyntaxNode call) =>
        call.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Expression: var semaphore } }
            ? wait.Parent?.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(other =>
                other.SpanStart > wait.Span.End
                && other is { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Release", Expression: var released } }
                && released.IsEquivalentTo(semaphore, topLevel: false))
            : null;

    private static IEnumerable<TextChange> Changes(PermitScope scope, SourceText text)
    {
        var line = Lines.Break(text);
        var indent = Lines.Indent(text, scope.Unprotected[0].SpanStart);
        var first = text.Lines.GetLineFromPosition(scope.Unprotected[0].SpanStart).LineNumber;
        var last = text.Lines.GetLineFromPosition(scope.Unprotected[scope.Unprotected.Count - 1].Span.End).LineNumber;
        yield return new(new(text.Lines[first].Start, 0), indent + "try" + line + indent + "{" + line + "    ");
        for (var i = first + 1; i <= last; i++)
        {
            if (!string.IsNullOrWhiteSpace(text.Lines[i].ToString()))
                yield return new(new(text.Lines[i].Start, 0), "    ");
        }

        if (scope.Try is { } around)
        {
            yield return new(TextSpan.FromBounds(around.TryKeyword.FullSpan.Start, around.Block.OpenBraceToken.FullSpan.End), around.TryKeyword.LeadingTrivia.ToFullString().TrimEnd(' ', '\t'));
            yield break;
        }

        var release = scope.Release;
        yield return new(TextSpan.FromBounds(release.FullSpan.Start, release.SpanStart), indent + "}" + line + indent + "finally" + line + indent + "{" + line + indent + "    ");
        yield return new(new(release.Span.End, 0), line + indent + "}");
    }
}
