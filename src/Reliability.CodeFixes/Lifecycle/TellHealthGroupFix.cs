using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0907: asks for the tag that is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TellHealthGroupFix)), Shared]
public sealed class TellHealthGroupFix() : TextFix("REL0907")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Ask for '" + Value(diagnostic) + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<TextChange>>([new(diagnostic.Location.SourceSpan, SymbolDisplay.FormatLiteral(Value(diagnostic), quote: true))]);
}
