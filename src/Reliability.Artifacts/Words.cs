using System.Globalization;

namespace Reliability.Artifacts;

/// <summary>Says in plain words what numbers mean, the same way in every artifact.</summary>
public static class Words
{
    /// <summary>A duration in days, hours and minutes: <c>2 days 2 hours</c>. What is less than a minute is left out.</summary>
    /// <param name="duration">At least a minute.</param>
    public static string Duration(TimeSpan duration)
    {
        (int Count, string Unit)[] parts = [(duration.Days, "day"), (duration.Hours, "hour"), (duration.Minutes, "minute")];
        return string.Join(" ", parts.Where(part => part.Count > 0).Select(part => Count(part.Count, part.Unit)));
    }

    /// <summary>A number with its noun: <c>1 day</c>, <c>30 days</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="unit">Of what, in the singular.</param>
    public static string Count(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    /// <summary>A number in all its digits.</summary>
    internal static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A number to three digits, which is as much as people read.</summary>
    internal static string Roughly(decimal value) =>
        Number(decimal.Parse(value.ToString("G3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));
}
