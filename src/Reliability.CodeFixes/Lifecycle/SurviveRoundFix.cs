using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Reliability.CodeFixes.Engine;

namespace Reliability.CodeFixes.Lifecycle;

/// <summary>REL0902: lets a round of a worker fail, writes it down and goes on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SurviveRoundFix)), Shared]
public sealed class SurviveRoundFix() : TextFix("REL0902")
{
    private protected override string Title(Diagnostic diagnostic, string fix) => "Log the failure and go on";

    private protected override Task<IEnumerable<TextChange>> ChangesAsync(
        Document document, SyntaxNode root, SourceText text, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return Task.FromResult(Body(call) is { } body && Value(diagnostic).Split('|') is [var logger, var token, var first, var last, var caught]
            ? Changes(body.Statements[Number(first)], body.Statements[Number(last)], text, logger, token, caught)
            : []);
    }

    private static IEnumerable<TextChange> Changes(StatementSyntax first, StatementSyntax last, SourceText text, string logger, string token, string caught)
    {
        var indent = Lines.Indent(text, first.SpanStart);
        var step = indent.Contains('\t') ? "\t" : "    ";
        var start = text.Lines.IndexOf(first.SpanStart);
        var end = text.Lines.IndexOf(last.Span.End);
        for (var i = start; i <= end; i++)
        {
            var line = text.Lines[i];
            var before = i == start ? Written(text, indent, "try", "{") : "";
            if (!line.Span.IsEmpty)
                yield return new(new(line.Start, 0), before + step);
        }

        var worker = first.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText;
        yield return new(
            new(text.Lines[end].End, 0),
            Lines.Break(text) + Written(
                text,
                indent,
                "}",
                "catch (" + caught + ") when (!" + token + ".IsCancellationRequested)",
                "{",
                step + logger + ".LogError(" + caught.Split(' ')[1] + ", \"A round of " + worker + " failed\");") + indent + "}");
    }

    private static string Written(SourceText text, string indent, params string[] lines) => string.Concat(lines.Select(line => indent + line + Lines.Break(text)));

    /// <summary>The body of the outermost loop of the method: inner loops are parts of a round.</summary>
    private static BlockSyntax? Body(SyntaxNode call)
    {
        StatementSyntax? body = null;
        for (var node = call.Parent; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            body = node switch
            {
                WhileStatementSyntax loop => loop.Statement,
                DoStatementSyntax loop => loop.Statement,
                ForStatementSyntax loop => loop.Statement,
                CommonForEachStatementSyntax loop => loop.Statement,
                _ => body,
            };
        }

        return body as BlockSyntax;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
