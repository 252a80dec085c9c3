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

    /// <summary>A duration to two of its units, rounded up: <c>43 minutes 12 seconds</c>, <c>2 days 2 hours</c>.</summary>
    /// <param name="duration">Above nothing.</param>
    public static string Exactly(TimeSpan duration)
    {
        (long Ticks, string Name)[] units =
        [
            (TimeSpan.TicksPerDay, "day"), (TimeSpan.TicksPerHour, "hour"), (TimeSpan.TicksPerMinute, "minute"), (TimeSpan.TicksPerSecond, "second"),
            (TimeSpan.TicksPerMillisecond, "millisecond"),
        ];
        var largest = Array.FindIndex(units, unit => duration.Ticks >= unit.Ticks);
        if (largest < 0)
            return "less than a millisecond";

        var smallest = Math.Min(largest + 1, units.Length - 1);
        var left = (duration.Ticks + units[smallest].Ticks - 1) / units[smallest].Ticks * units[smallest].Ticks;

        // Rounding up may make another of the next larger unit: 59.9 seconds are a minute.
        var said = new List<string>();
        foreach (var (ticks, name) in units)
        {
            if (left >= ticks)
                said.Add(Count((int)(left / ticks), name));

            left %= ticks;
        }

        return string.Join(" ", said);
    }

    /// <summary>Some things, one after the other: <c>a, b and c</c>.</summary>
    /// <param name="things">What to list.</param>
    public static string List(params IReadOnlyList<string> things) =>
        things.Count < 2 ? string.Concat(things) : $"{string.Join(", ", things.Take(things.Count - 1))} and {things[^1]}";

    /// <summary>A number with its noun: <c>1 day</c>, <c>30 days</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="unit">Of what, in the singular.</param>
    public static string Count(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    /// <summary>A number in all its digits.</summary>
    internal static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A number of events as people write it: <c>14,400</c>.</summary>
    internal static string Events(decimal count) => count.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>A number to three digits, which is as much as people read.</summary>
    internal static string Roughly(decimal value) =>
        Number(decimal.Parse(value.ToString("G3", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));
}
