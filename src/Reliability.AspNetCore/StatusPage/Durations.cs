using System.Globalization;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>Lengths of time as people read them.</summary>
internal static class Durations
{
    /// <summary>One number and one letter: <c>5m</c>, <c>6h</c>, <c>30d</c>.</summary>
    public static string Short(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => Whole(length.TotalDays, "d"),
        { TotalHours: >= 1 } => Whole(length.TotalHours, "h"),
        { TotalMinutes: >= 1 } => Whole(length.TotalMinutes, "m"),
        _ => Whole(length.TotalSeconds, "s"),
    };

    private static string Whole(double value, string unit) => Math.Floor(value).ToString("0", CultureInfo.InvariantCulture) + unit;
}
