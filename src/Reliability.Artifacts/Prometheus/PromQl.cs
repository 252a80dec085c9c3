using System.Globalization;
using System.Text;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The spelling of Prometheus: names, text, numbers and durations. The only place that escapes text for PromQL and
/// that knows what OpenTelemetry's names become.</summary>
internal static class PromQl
{
    /// <summary>The counter of good and bad events as Prometheus stores it.</summary>
    public static string Events { get; } = CounterName(Telemetry.Events);

    /// <summary>A counter's name: its unit <c>{event}</c> is an annotation and is dropped, and <c>_total</c> is appended.</summary>
    public static string CounterName(string instrument)
    {
        const string Suffix = "_total";
        var name = Name(instrument);
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name : name + Suffix;
    }

    /// <summary>The name of a label, or of an instrument without unit and suffix: what is not a letter, a digit or an
    /// underscore becomes one underscore.</summary>
    public static string Name(string name)
    {
        var translated = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c))
                translated.Append(c);
            else if (translated.Length == 0 || translated[^1] != '_')
                translated.Append('_');
        }

        return translated.ToString();
    }

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
    public static string Duration(TimeSpan duration)
    {
        var (count, unit) = (duration.Ticks % TimeSpan.TicksPerDay, duration.Ticks % TimeSpan.TicksPerHour) switch
        {
            (0, _) => (duration.TotalDays, 'd'),
            (_, 0) => (duration.TotalHours, 'h'),
            _ => (duration.TotalMinutes, 'm'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
