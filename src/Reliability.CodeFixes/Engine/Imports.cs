using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Reliability.CodeFixes.Engine;

/// <summary>Adds <c>using</c> directives to a file.</summary>
internal static class Imports
{
    /// <summary>One change for all that are missing, behind the directives that the file has, or in front of its code.</summary>
    public static IEnumerable<TextChange> Add(CompilationUnitSyntax unit, SourceText text, IEnumerable<string> namespaces)
    {
        var lineBreak = Lines.Break(text);
        var added = string.Concat(namespaces.Where(name => !unit.Usings.Any(import => import.Alias is null && import.Name?.ToString() == name)).Select(name => "using " + name + ";" + lineBreak));
        if (added.Length == 0)
            return [];

        if (unit.Usings.LastOrDefault() is { } import)
            return [new(new(text.Lines.GetLineFromPosition(import.Span.End).EndIncludingLineBreak, 0), added)];

        return [new(new(Start(unit.GetFirstToken()), 0), added + lineBreak)];
    }

    /// <summary>Behind the comment at the top of the file, and in front of one that documents the first type.</summary>
    private static int Start(SyntaxToken first)
    {
        foreach (var trivia in first.LeadingTrivia)
        {
            if (trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia))
                return trivia.FullSpan.Start;
        }

        return first.SpanStart;
    }
}
