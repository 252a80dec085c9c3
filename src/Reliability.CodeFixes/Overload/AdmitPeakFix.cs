using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Overload;

/// <summary>REL0709: admits as many calls as the peak has under way.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AdmitPeakFix)), Shared]
public sealed class AdmitPeakFix() : TextFix("REL0709")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Admit " + Value(diagnostic) + " at a time";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<TextChange>>(
            root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AttributeArgumentSyntax>() is { } argument
                ? [new TextChange(argument.Expression.Span, Value(diagnostic))]
                : []);
}
