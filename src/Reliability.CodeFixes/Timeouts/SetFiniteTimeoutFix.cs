using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Timeouts;

/// <summary>REL0302: writes the default of the API instead of never, for the author to change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetFiniteTimeoutFix)), Shared]
public sealed class SetFiniteTimeoutFix() : TextFix("REL0302")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Set the timeout to '" + Value(diagnostic) + "'";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult<IEnumerable<TextChange>>([new(diagnostic.Location.SourceSpan, Value(diagnostic))]);
}
