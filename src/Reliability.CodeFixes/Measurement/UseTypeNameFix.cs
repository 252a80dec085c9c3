using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Measurement;

/// <summary>REL0208: tags with the type of an exception, of which there are few, instead of its message.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseTypeNameFix)), Shared]
public sealed class UseTypeNameFix() : TextFix("REL0208")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Tag with the type of the exception";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var message = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<MemberAccessExpressionSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(message is null ? [] : [new(message.Name.Span, "GetType().Name")]);
    }
}
