using System.Globalization;
using System.Text;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The spelling of PromQL: selectors, text, numbers and durations. The only place that escapes text for it.</summary>
internal static class PromQl
{
    /// <summary>A metric with the labels that it must have.</summary>
    public static string Select(string metric, params IEnumerable<(string Label, string Value)> matchers) =>
        $"{metric}{{{string.Join(",", matchers.Select(matcher => $"{matcher.Label}={Text(matcher.Value)}"))}}}";

    /// <summary>A text in double quotes. What is not printable ASCII is spelled by its code, so that an expression holds no
    /// character that a file format, an encoding or an editor could change.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                text.Append('\\').Append(rune);
            else if (rune.Value is >= ' ' and <= '~')
                text.Append(rune);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }

        return text.Append('"').ToString();
    }

    /// <summary>A number in plain digits, to the 15 that a float64 is sure to hold: 3.1 / 3 has no end, and 0.001 is exact.</summary>
    public static string Number(decimal value) =>
        Words.Number(decimal.Parse(value.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));

    /// <summary>Whole days, hours or minutes: <c>3d</c>, <c>6h</c>, <c>5m</c>.</summary>
    public static string Duration(TimeSpan duration) => WindowName.Of(duration);
}
