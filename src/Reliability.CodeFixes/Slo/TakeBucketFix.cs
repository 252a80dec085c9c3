using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Slo;

/// <summary>REL0107: promises the nearest threshold that the histogram has a bucket for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TakeBucketFix)), Shared]
public sealed class TakeBucketFix() : TextFix("REL0107")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Promise " + Value(diagnostic) + " ms";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<TextChange>>(
            root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument
                ? [new TextChange(argument.Expression.Span, Value(diagnostic))]
                : []);
}
