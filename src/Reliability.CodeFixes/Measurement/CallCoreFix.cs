using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Measurement;

/// <summary>REL0205: calls the core, which is not measured.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallCoreFix)), Shared]
public sealed class CallCoreFix() : TextFix("REL0205")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Call '" + Value(diagnostic) + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<TextChange>>([new(diagnostic.Location.SourceSpan, Value(diagnostic))]);
}
