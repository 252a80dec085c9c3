namespace Reliability.Model;

/// <summary>One promise about a share of events.</summary>
public sealed record Objective
{
    private Objective(decimal target, decimal? thresholdMilliseconds)
    {
        Target = target;
        ThresholdMilliseconds = thresholdMilliseconds;
    }

    /// <summary>The share of good events in percent, above 0 and below 100.</summary>
    public decimal Target { get; }

    /// <summary>The time within which a successful event is good, in milliseconds; null for availability, where every
    /// successful event is good.</summary>
    public decimal? ThresholdMilliseconds { get; }

    /// <summary>Whether speed counts.</summary>
    public bool IsLatency => ThresholdMilliseconds is not null;

    /// <summary><c>availability</c>, or <c>latency-300ms</c>. The threshold is part of the name because a changed
    /// threshold counts different events: the old series and the new one must not be added up.</summary>
    public string Name => ThresholdMilliseconds is { } threshold
        ? "latency-" + Exact.Text(threshold) + "ms"
        : "availability";

    /// <summary>The promise in words: <c>99.9 % succeed</c>, <c>99 % succeed within 300 ms</c>.</summary>
    public string Promise => Exact.Text(Target) + " % succeed"
        + (ThresholdMilliseconds is { } threshold ? " within " + Exact.Text(threshold) + " ms" : "");

    /// <summary>The share of good events, 0.999 for 99.9 %.</summary>
    public decimal TargetRatio => Target / 100m;

    /// <summary>The share of bad events that the promise allows, 0.001 for 99.9 %.</summary>
    public decimal BudgetRatio => 1m - TargetRatio;

    /// <summary>How many of some events may be bad, whole ones: 1,000 of a million for 99.9 %.</summary>
    /// <param name="events">All events of the window.</param>
    public decimal BudgetEvents(decimal events) => decimal.Floor(BudgetRatio * events);

    /// <summary>How long a complete outage under steady traffic may last until the budget is gone: 43 minutes 12 seconds for
    /// 99.9 % over 30 days.</summary>
    /// <param name="windowDays">The window of the promise, in days.</param>
    public TimeSpan BudgetTime(int windowDays) => TimeSpan.FromTicks((long)(BudgetRatio * windowDays * TimeSpan.TicksPerDay));

    /// <summary>Promises a share of successful events.</summary>
    /// <param name="target">The share in percent, above 0 and below 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not a share that leaves a budget.</exception>
    public static Objective Availability(decimal target) => new(Checked(target), null);

    /// <summary>Promises a share of successful and fast events.</summary>
    /// <param name="target">The share in percent, above 0 and below 100.</param>
    /// <param name="thresholdMilliseconds">The time within which an event is fast, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is not a share that leaves a budget, or the threshold is
    /// not a time.</exception>
    public static Objective Latency(decimal target, decimal thresholdMilliseconds) =>
        thresholdMilliseconds > 0m
            ? new(Checked(target), thresholdMilliseconds)
            : throw new ArgumentOutOfRangeException(
                nameof(thresholdMilliseconds), thresholdMilliseconds, "A latency threshold is above 0 ms.");

    private static decimal Checked(decimal target) =>
        target is > 0m and < 100m
            ? target
            : throw new ArgumentOutOfRangeException(nameof(target), target, "An objective is above 0 % and below 100 %.");
}
