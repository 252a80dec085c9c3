using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0407: disposes the source at the end of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DisposeTokenSourceFix)), Shared]
public sealed class DisposeTokenSourceFix() : TextFix("REL0407")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Dispose it with 'using'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var declaration = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<LocalDeclarationStatementSyntax>();
        return Task.FromResult<IEnumerable<TextChange>>(declaration is null ? [] : [new(new(declaration.SpanStart, 0), "using ")]);
    }
}
