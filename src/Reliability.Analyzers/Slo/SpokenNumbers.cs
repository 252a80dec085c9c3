using System.Globalization;

namespace Reliability.Analyzers.Slo;

/// <summary>Numbers as messages say them.</summary>
internal static class SpokenNumbers
{
    /// <summary>A duration in days, hours and minutes; a part of a minute counts as one.</summary>
    public static string Duration(TimeSpan duration)
    {
        var minutes = (long)Math.Ceiling(duration.TotalMinutes);
        (long Count, string Unit)[] parts = [(minutes / 1440, "day"), (minutes / 60 % 24, "hour"), (minutes % 60, "minute")];
        return string.Join(" ", parts.Where(part => part.Count > 0).Select(part => Count(part.Count, part.Unit)));
    }

    /// <summary>A number with its noun: <c>1 event</c>, <c>1.5 events</c>.</summary>
    public static string Count(decimal count, string unit) => Number(count) + " " + unit + (count == 1m ? "" : "s");

    /// <summary>A number to three digits behind the first, with commas between thousands.</summary>
    public static string Number(decimal value)
    {
        var size = Math.Abs(value);
        return value.ToString(size >= 100m ? "#,0" : size >= 10m ? "0.#" : size >= 1m ? "0.##" : "0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>A number in all its digits.</summary>
    public static string Exactly(decimal value) => value.ToString("#,0.############", CultureInfo.InvariantCulture);
}
