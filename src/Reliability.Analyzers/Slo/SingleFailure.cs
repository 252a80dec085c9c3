using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>What one failure alone is, at the traffic of an ordinary quiet hour, beside what pages.</summary>
/// <param name="objective">The objective that is the first to page.</param>
/// <param name="alert">Its fastest page.</param>
/// <param name="level">The promise that it is a part of.</param>
internal sealed class SingleFailure(Objective objective, BurnRateAlert alert, ServiceLevel level)
{
    private const decimal FinestTarget = 0.1m;

    public Objective Objective { get; } = objective;

    public BurnRateAlert Alert { get; } = alert;

    /// <summary>The share of bad events, 0 to 1, above which the alert pages.</summary>
    public decimal Threshold => Alert.Threshold(Objective);

    /// <summary>The events in the alert's long window.</summary>
    public decimal Events => level.EventsPerHour!.Value * Hours;

    /// <summary>The share that one failure is of them, 0 to 1.</summary>
    public decimal Share => 1m / Events;

    /// <summary>The fewest events of an hour, whole ones, of which one is not too much.</summary>
    public decimal EnoughEvents => decimal.Ceiling(1m / (Threshold * Hours));

    private decimal Hours => (decimal)Alert.LongWindow.TotalHours;

    /// <summary>The failure that is enough for a page; null where it takes more than one, or nobody says how much happens.</summary>
    /// <param name="level">The promise.</param>
    public static SingleFailure? In(ServiceLevel level)
    {
        if (level.EventsPerHour is null)
            return null;

        SingleFailure? strictest = null;
        foreach (var objective in level.Objectives)
        {
            if (Of(objective, level, level.WindowDays) is { } failure && failure.Share > failure.Threshold && (strictest is null || failure.Threshold < strictest.Threshold))
                strictest = failure;
        }

        return strictest;
    }

    /// <summary>The highest target, to a tenth of a percent, with which one failure is not too much; null when there is none.</summary>
    public decimal? LowEnough()
    {
        for (var target = decimal.Floor(Objective.Target / FinestTarget) * FinestTarget; target > 1m; target -= FinestTarget)
        {
            if (IsHarmless(Objective.Availability(target), level.WindowDays))
                return target;
        }

        return null;
    }

    /// <summary>The shortest window, in days, with which one failure is not too much; null when there is none.</summary>
    public int? LongEnough()
    {
        for (var days = level.WindowDays + 1; days <= ServiceLevel.MaxWindowDays; days++)
        {
            if (IsHarmless(Objective, days))
                return days;
        }

        return null;
    }

    private bool IsHarmless(Objective objective, int windowDays) => Of(objective, level, windowDays) is not { } failure || failure.Share <= failure.Threshold;

    private static SingleFailure? Of(Objective objective, ServiceLevel level, int windowDays) =>
        BurnRatePolicy.Alerts(objective, windowDays).FirstOrDefault(alert => alert.Severity == AlertSeverity.Page) is { } fastest ? new(objective, fastest, level) : null;
}
