namespace Reliability.Model;

/// <summary>The ticket for an objective that hardly anything happens to. Ratios over minutes say nothing there, and between two
/// events the short windows are empty; so it counts: few events in all, and too many of them bad.</summary>
/// <param name="Window">The time in which events are counted.</param>
/// <param name="Objective">The promise.</param>
public sealed record LowTrafficAlert(TimeSpan Window, Objective Objective)
{
    /// <summary>More than this many bad events are wanted: three, whatever an increase makes of them.</summary>
    public const decimal MoreThanTwoEvents = 2.5m;

    /// <summary>From so many events on the pairs of windows have something to look at, whatever the objective.</summary>
    public const decimal AlwaysEnough = 30m;

    /// <summary>Below this many events in <see cref="Window"/> there are few: the objective does not even allow one of them to be
    /// bad.</summary>
    public decimal FewEvents => Math.Max(AlwaysEnough, decimal.Ceiling(1m / Objective.BudgetRatio));

    /// <summary>The share of bad events, 0 to 1, above which the promise is being broken.</summary>
    public decimal Threshold => Objective.BudgetRatio;

    /// <summary>The condition must hold for a restart of whatever counts.</summary>
    public static readonly TimeSpan For = TimeSpan.FromMinutes(15);

    /// <summary>How long it takes from the first bad event until the ticket, when the traffic is steady, nothing was bad before, and
    /// from then on a constant share of events is; null when it never comes, which is so whenever there are not few.</summary>
    /// <param name="errorRatio">The share of events that are bad, 0 to 1.</param>
    /// <param name="eventsPerHour">The traffic.</param>
    public TimeSpan? TimeToFire(decimal errorRatio, decimal eventsPerHour)
    {
        var hours = (decimal)Window.Ticks / TimeSpan.TicksPerHour;
        var events = eventsPerHour * hours;
        if (events >= FewEvents || errorRatio <= Threshold)
            return null;

        var until = Math.Max(MoreThanTwoEvents, Threshold * events) / (eventsPerHour * errorRatio);
        return until >= hours ? null : TimeSpan.FromTicks((long)decimal.Ceiling(until * TimeSpan.TicksPerHour)) + For;
    }
}
