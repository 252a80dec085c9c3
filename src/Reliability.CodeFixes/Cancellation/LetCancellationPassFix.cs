using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Cancellation;

/// <summary>REL0404: puts a clause before the general one that lets the cancellation pass.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LetCancellationPassFix)), Shared]
public sealed class LetCancellationPassFix() : TextFix("REL0404")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Let the cancellation of '" + Value(diagnostic) + "' pass";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindToken(diagnostic.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } clause
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return [];
        }

        var name = model.LookupNamespacesAndTypes(clause.SpanStart, name: "OperationCanceledException").Length == 1 ? "" : "System.";
        var line = Lines.Break(text) + Lines.Indent(text, clause.SpanStart);
        return
        [
            new(
                new(clause.SpanStart, 0),
                "catch (" + name + "OperationCanceledException) when (" + Value(diagnostic) + ".IsCancellationRequested)"
                + line + "{" + line + "    throw;" + line + "}" + line),
        ];
    }
}
