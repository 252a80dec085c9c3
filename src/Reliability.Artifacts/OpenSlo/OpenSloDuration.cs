using System.Globalization;
using System.Text.RegularExpressions;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>OpenSLO's durations: a number and one letter, where <c>m</c> is a minute and <c>M</c> a month.</summary>
internal static partial class OpenSloDuration
{
    /// <summary>Reads a duration; months have 30 days, quarters 90, years 365. Null when it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (!Shorthand().IsMatch(text) || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;

        const int TooMany = 1_000_000;
        return count > TooMany ? null : count * Unit(text[^1]);
    }

    /// <summary>Whether the unit has no fixed length.</summary>
    public static bool IsOfTheCalendar(string text) => text[^1] is 'M' or 'Q' or 'Y';

    private static TimeSpan Unit(char unit) => unit switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        'M' => TimeSpan.FromDays(30),
        'Q' => TimeSpan.FromDays(90),
        _ => TimeSpan.FromDays(365),
    };

    [GeneratedRegex(@"\A[1-9][0-9]*[mhdwMQY]\z")]
    private static partial Regex Shorthand();
}
