namespace Reliability.Model;

/// <summary>The promise of one operation: its objectives over one rolling window.</summary>
public sealed record ServiceLevel
{
    /// <summary>The objectives, availability first, then latency by threshold; at least one.</summary>
    public required EquatableArray<Objective> Objectives { get; init; }

    /// <summary>The rolling window in days, <see cref="MinWindowDays"/> to <see cref="MaxWindowDays"/>.</summary>
    public int WindowDays { get; init; } = DefaultWindowDays;

    /// <summary>What to do when the budget burns; null when nobody said.</summary>
    public string? Runbook { get; init; }

    /// <summary>Full names of the exception types whose events are not counted, sorted (ordinal).</summary>
    public EquatableArray<string> ExcludedExceptions { get; init; }

    /// <summary>How many events an ordinary quiet hour has; null when nobody said.</summary>
    public decimal? EventsPerHour { get; init; }

    /// <summary>The window when none is declared, in days.</summary>
    public const int DefaultWindowDays = 30;

    /// <summary>The shortest window, in days: shorter ones cannot hold the alerting windows.</summary>
    public const int MinWindowDays = 1;

    /// <summary>The longest window, in days.</summary>
    public const int MaxWindowDays = 90;
}
