using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Overload;

/// <summary>REL0706: reads one stream in the background and the other at once, and waits for the exit when both have
/// ended.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadFirstFix)), Shared]
public sealed class ReadFirstFix() : TextFix("REL0706")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Read before waiting";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var place = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>();
        return Task.FromResult(place is { Parent: BlockSyntax block } && Value(diagnostic).Split('|') is [var wait, var first, var second, var name]
            ? Changes(block, text, Statement(block, wait), Statement(block, first)!, Statement(block, second), name)
            : []);
    }

    private static IEnumerable<TextChange> Changes(BlockSyntax block, SourceText text, StatementSyntax? wait, StatementSyntax first, StatementSyntax? second, string name)
    {
        var newLine = Lines.Break(text) + Lines.Indent(text, first.SpanStart);
        var start = "";
        if (second is not null && Read(second) is { Expression: MemberAccessExpressionSyntax { Expression: var stream, Name.Identifier.ValueText: var method } } read)
        {
            start = "var " + name + " = " + stream + ".ReadToEndAsync" + read.ArgumentList + ";";
            yield return new(read.Span, method == "ReadToEnd" ? name + ".GetAwaiter().GetResult()" : name);
        }

        if (wait is null)
        {
            yield return new(new(first.SpanStart, 0), start + newLine);
            yield break;
        }

        // The line of the wait becomes the start of the read in the background, or goes.
        var line = text.Lines.GetLineFromPosition(wait.SpanStart);
        yield return start.Length > 0 ? new(wait.Span, start) : new(Whole(line, wait, text), "");
        yield return new(new((second ?? first).Span.End, 0), newLine + wait);
    }

    private static TextSpan Whole(TextLine line, StatementSyntax wait, SourceText text) =>
        text.ToString(line.Span).Trim().Length == wait.Span.Length ? line.SpanIncludingLineBreak : wait.Span;

    private static InvocationExpressionSyntax? Read(StatementSyntax statement) => statement.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadToEnd" or "ReadToEndAsync" });

    private static StatementSyntax? Statement(BlockSyntax block, string index) =>
        int.Parse(index, CultureInfo.InvariantCulture) is >= 0 and var i && i < block.Statements.Count ? block.Statements[i] : null;
}
