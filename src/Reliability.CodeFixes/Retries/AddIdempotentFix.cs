using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Retries;

/// <summary>REL0507: says that doing it twice is doing it once, behind the <c>[Retry]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddIdempotentFix)), Shared]
public sealed class AddIdempotentFix() : TextFix("REL0507")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Say that it is idempotent";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var attribute = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(attribute is null ? [] : [new(new(attribute.Span.End, 0), ", " + Value(diagnostic))]);
    }
}
