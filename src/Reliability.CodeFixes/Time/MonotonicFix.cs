using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Time;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Time;

/// <summary>REL1302: measures with a clock that only runs forward.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MonotonicFix)), Shared]
public sealed class MonotonicFix() : TextFix("REL1302")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Measure with a clock that only runs forward";

    private protected override async Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.GetOperation(node, cancellationToken) is not { } comparison)
        {
            return [];
        }

        foreach (var part in comparison.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation local && WallClock.IsDerived(local) && MonotonicEdits.Of(new(local)) is { } edits)
                return edits;
        }

        return [];
    }
}
