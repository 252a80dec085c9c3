using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Reliability.Corpus.Analysis;

/// <summary>The lines around a report, the reported span marked, so that a reader can judge without opening the file.</summary>
internal static class Excerpt
{
    private const int Before = 7;
    private const int After = 5;

    public static string Of(Location location)
    {
        if (location.SourceTree is not { } tree)
            return "";

        var lines = tree.GetText().Lines;
        var span = location.GetLineSpan();
        var at = span.StartLinePosition.Line;
        var text = new StringBuilder();
        for (var number = Math.Max(0, at - Before); number <= Math.Min(lines.Count - 1, at + After); number++)
        {
            var line = Untabbed(lines[number].ToString());
            text.Append(number == at ? '>' : ' ')
                .Append((number + 1).ToString(CultureInfo.InvariantCulture).PadLeft(5))
                .Append("  ").Append(line).Append('\n');
            if (number == at)
                text.Append(Marker(lines[number].ToString(), span)).Append('\n');
        }

        return text.ToString();
    }

    private static string Marker(string line, FileLinePositionSpan span)
    {
        var start = Untabbed(line[..span.StartLinePosition.Character]).Length;
        var end = span.EndLinePosition.Line == span.StartLinePosition.Line ? Untabbed(line[..span.EndLinePosition.Character]).Length : Untabbed(line).Length;
        return new string(' ', 8 + start) + new string('^', Math.Max(1, end - start));
    }

    private static string Untabbed(string line) => line.Replace("\t", "    ", StringComparison.Ordinal).TrimEnd();
}
