using System.Globalization;

namespace Reliability.Model;

/// <summary>Windows as metrics, rules and people call them.</summary>
public static class WindowName
{
    /// <summary>The window in the largest unit that divides it: <c>3d</c>, <c>6h</c>, <c>5m</c>.</summary>
    /// <param name="window">Whole minutes.</param>
    public static string Of(TimeSpan window)
    {
        var (count, unit) = (window.Ticks % TimeSpan.TicksPerDay, window.Ticks % TimeSpan.TicksPerHour) switch
        {
            (0, _) => (window.TotalDays, 'd'),
            (_, 0) => (window.TotalHours, 'h'),
            _ => (window.TotalMinutes, 'm'),
        };
        return count.ToString(CultureInfo.InvariantCulture) + unit;
    }
}
