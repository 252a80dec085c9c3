using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers.Engine;

namespace Reliability.CodeFixes.Engine;

/// <summary>The base of all fixes: each writes a few words into the text, so that nothing else of the author's is touched,
/// and any number of them can be applied to a file at once.</summary>
public abstract class TextFix : CodeFixProvider
{
    private protected TextFix(string id) => FixableDiagnosticIds = ImmutableArray.Create(id);

    private protected TextFix(string id, string other) => FixableDiagnosticIds = ImmutableArray.Create(id, other);

    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        var chosen = diagnostics.Where(diagnostic => Fix(diagnostic) == context.CodeActionEquivalenceKey).ToImmutableArray();
        return !chosen.IsEmpty && await BelongsInAsync(document, context).ConfigureAwait(false)
            ? await ApplyAsync(document, chosen, context.CancellationToken).ConfigureAwait(false)
            : document;
    });

    /// <inheritdoc />
    public sealed override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Fix(diagnostic) is { } fix && Makes(fix))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        Title(diagnostic, fix),
                        cancellationToken => ApplyAsync(context.Document, ImmutableArray.Create(diagnostic), cancellationToken),
                        fix),
                    diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>What the analyzer found fixable, or null.</summary>
    private protected static string? Fix(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(DiagnosticProperties.Fix, out var fix) ? fix : null;

    /// <summary>The text that the analyzer proposes.</summary>
    private protected static string Value(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(DiagnosticProperties.Value, out var value) ? value ?? "" : "";

    /// <summary>What the light bulb says.</summary>
    private protected abstract string Title(Diagnostic diagnostic, string fix);

    /// <summary>Whether this is the one of a rule's fixes that is asked for.</summary>
    private protected virtual bool Makes(string fix) => true;

    /// <summary>What is written where. Changes that several diagnostics need are made once.</summary>
    private protected abstract Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>Whether a document takes part when all are fixed; not, when one change elsewhere fixes it as well.</summary>
    private protected virtual Task<bool> BelongsInAsync(Document document, FixAllContext context) => Task.FromResult(true);

    private async Task<Document> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
            return document;

        var changes = new HashSet<TextChange>();
        foreach (var diagnostic in diagnostics)
            changes.UnionWith(await ChangesAsync(document, root, text, diagnostic, cancellationToken).ConfigureAwait(false));

        return document.WithText(text.WithChanges(changes.OrderBy(change => change.Span.Start)));
    }
}
