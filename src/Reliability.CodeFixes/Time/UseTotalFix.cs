using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Time;

/// <summary>REL1301: takes the whole time, cast to the number that was there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseTotalFix)), Shared]
public sealed class UseTotalFix() : TextFix("REL1301")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Use the whole time";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var access = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        return Task.FromResult(access is null ? [] : Changes(access, Value(diagnostic)));
    }

    private static IEnumerable<TextChange> Changes(MemberAccessExpressionSyntax access, string cast)
    {
        yield return new(new(access.Name.SpanStart, 0), "Total");
        if (cast.Length == 0)
            yield break;

        // A member of the number, as in .ToString(), must not become one of the total.
        var isOwner = access.Parent is MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax;
        yield return new(new(access.SpanStart, 0), (isOwner ? "((" : "(") + cast + ")");
        if (isOwner)
            yield return new(new(access.Span.End, 0), ")");
    }
}
