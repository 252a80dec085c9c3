using System.Globalization;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Time;

/// <summary>A property of <c>TimeSpan</c> that is one digit group of it, like the minute hand of a clock.</summary>
/// <param name="Name">The property.</param>
/// <param name="Ticks">How long one of it is.</param>
/// <param name="Range">After how many it starts again at 0; nothing, for days.</param>
internal sealed record TimeComponent(string Name, double Ticks, int? Range)
{
    private static readonly TimeComponent s_days = new("Days", TimeSpan.TicksPerDay, null);
    private static readonly TimeComponent s_hours = new("Hours", TimeSpan.TicksPerHour, 24);
    private static readonly TimeComponent s_minutes = new("Minutes", TimeSpan.TicksPerMinute, 60);
    private static readonly TimeComponent s_seconds = new("Seconds", TimeSpan.TicksPerSecond, 60);
    private static readonly TimeComponent s_milliseconds = new("Milliseconds", TimeSpan.TicksPerMillisecond, 1000);
    private static readonly TimeComponent s_microseconds = new("Microseconds", 10, 1000);
    private static readonly TimeComponent s_nanoseconds = new("Nanoseconds", 0.01, 1000);

    /// <summary>Whether it is too fine to be a time of day by itself: nobody opens a shop at 30 seconds.</summary>
    public bool IsFine => Ticks < TimeSpan.TicksPerMinute;

    /// <summary>What half of the next coarser unit is, to which code that rounds compares.</summary>
    public int? Half => Range / 2;

    /// <summary>An example of what is lost.</summary>
    public string Example
    {
        get
        {
            var time = TimeSpan.FromTicks((long)(Ticks * (Range ?? 0) * 1.5));
            return "of " + Durations.Text(time) + " it is " + Of(time);
        }
    }

    /// <summary>The component with a name, or null.</summary>
    public static TimeComponent? Named(string name) => name switch
    {
        "Days" => s_days,
        "Hours" => s_hours,
        "Minutes" => s_minutes,
        "Seconds" => s_seconds,
        "Milliseconds" => s_milliseconds,
        "Microseconds" => s_microseconds,
        "Nanoseconds" => s_nanoseconds,
        _ => null,
    };

    /// <summary>The unit of a factory, <c>FromSeconds</c>, or null.</summary>
    public static TimeComponent? OfFactory(string method) => method.StartsWith("From", StringComparison.Ordinal) ? Named(method.Substring(4)) : null;

    /// <summary>The component of a time, as code would get it.</summary>
    public string Of(TimeSpan time)
    {
        var total = Math.Truncate(time.Ticks / Ticks);
        return (Range is { } range ? total % range : total).ToString("0", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the component is the whole time.</summary>
    public bool IsAllOf(TimeSpan time) => Of(time) == (time.Ticks / Ticks).ToString("0.#########", CultureInfo.InvariantCulture);
}
