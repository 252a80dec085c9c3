using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.Analyzers;
using Reliability.Analyzers.Engine;

namespace Reliability.CodeFixes.Engine;

/// <summary>Every rule about code: writes the comment that says that something is meant, all but its reason. Until the author
/// writes one, the comment counts for nothing and the report stays: a reason that a tool makes up is none.</summary>
/// <remarks>Not a <see cref="TextFix"/>, for it mends nothing, and nobody has the same reason everywhere: all at once is not
/// offered.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OnPurposeFix)), Shared]
public sealed class OnPurposeFix : CodeFixProvider
{
    private const string Title = "Say that it is meant";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.CreateRange(Catalogue.Rules, rule => rule.Descriptor.Id);

    /// <inheritdoc />
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;

        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (Line(root, text, diagnostic) is not { } line || IsAskedAlready(text, line, diagnostic.Id))
                continue;

            var comment = Lines.Indent(text, line.Start) + OnPurpose.Comment(diagnostic.Id) + Lines.Break(text);
            context.RegisterCodeFix(
                CodeAction.Create(
                    Title,
                    _ => Task.FromResult(context.Document.WithText(text.WithChanges(new TextChange(new(line.Start, 0), comment)))),
                    nameof(OnPurposeFix) + diagnostic.Id),
                diagnostic);
        }
    }

    /// <summary>The line of the nearest clause, statement or member around a report that begins a line: a comment above it is
    /// seen.</summary>
    private static TextLine? Line(SyntaxNode root, SourceText text, Diagnostic diagnostic)
    {
        for (var node = root.FindToken(diagnostic.Location.SourceSpan.Start).Parent; node is not null; node = node.Parent)
        {
            if (node is StatementSyntax and not BlockSyntax or CatchClauseSyntax or MemberDeclarationSyntax)
            {
                var line = text.Lines.GetLineFromPosition(node.SpanStart);
                if (string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(line.Start, node.SpanStart))))
                    return line;
            }

            if (node is MemberDeclarationSyntax)
                break;
        }

        return null;
    }

    private static bool IsAskedAlready(SourceText text, TextLine line, string id) =>
        line.LineNumber > 0 && text.Lines[line.LineNumber - 1].ToString().Contains(OnPurpose.Comment(id));
}
