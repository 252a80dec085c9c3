using Microsoft.CodeAnalysis.Text;

namespace Reliability.CodeFixes.Engine;

/// <summary>Writes lines as the file at hand does.</summary>
internal static class Lines
{
    /// <summary>The line break that the file uses.</summary>
    public static string Break(SourceText text)
    {
        var first = text.Lines[0];
        return first.EndIncludingLineBreak > first.End ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
    }

    /// <summary>The white space before the first word of the line at a position.</summary>
    public static string Indent(SourceText text, int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
            end++;

        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }
}
