namespace Reliability.Model;

/// <summary>A pair of windows that together say: the budget is burning this fast, and it is burning still.</summary>
/// <param name="Severity">Whether somebody is woken.</param>
/// <param name="LongWindow">The window that makes sure that a noticeable share of the budget is gone.</param>
/// <param name="ShortWindow">The window that makes sure that it is still happening, a twelfth of <paramref name="LongWindow"/>.</param>
/// <param name="Factor">The burn rate above which both windows must be; at least 1.</param>
/// <param name="For">How long the condition must hold, so that one odd sample wakes nobody.</param>
public sealed record BurnRateAlert(AlertSeverity Severity, TimeSpan LongWindow, TimeSpan ShortWindow, decimal Factor, TimeSpan For)
{
    /// <summary>The share of bad events, 0 to 1, above which the alert fires for an objective.</summary>
    /// <param name="objective">The promise.</param>
    public decimal Threshold(Objective objective) => Factor * objective.BudgetRatio;

    /// <summary>The share of the whole window's budget that is gone when the alert fires on <see cref="LongWindow"/>.</summary>
    /// <param name="windowDays">The window of the promise, in days.</param>
    public decimal BudgetShare(int windowDays) => Factor * Minutes(LongWindow) / (windowDays * 24 * 60);

    /// <summary>How long the budget of the whole window lasts at the burn rate at which the alert fires, whole minutes.</summary>
    /// <param name="windowDays">The window of the promise, in days.</param>
    public TimeSpan Lasts(int windowDays) => TimeSpan.FromMinutes((double)decimal.Floor(windowDays * 24 * 60 / Factor));

    /// <summary>How long it takes from the first bad event until the alert fires, when the traffic is steady, nothing was bad
    /// before, and from then on a constant share of events is; null when it never does.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="errorRatio">The share of events that are bad, 0 to 1.</param>
    /// <param name="eventsPerHour">The traffic; null when it is so much that single events do not matter.</param>
    public TimeSpan? TimeToFire(Objective objective, decimal errorRatio, decimal? eventsPerHour = null)
    {
        if (errorRatio <= Threshold(objective))
            return null;

        // The long window fills last: the short one has reached the same share twelve times as early.
        var bad = Threshold(objective) * Minutes(LongWindow) / errorRatio;
        if (eventsPerHour is { } traffic)
        {
            var guarded = BurnRatePolicy.MoreThanOneEvent * 60m / (traffic * errorRatio);
            if (guarded >= Minutes(LongWindow))
                return null;

            bad = Math.Max(bad, guarded);
        }

        return TimeSpan.FromTicks((long)decimal.Ceiling(Smoothed(bad) * TimeSpan.TicksPerMinute)) + For;
    }

    /// <summary>Windows above <see cref="BurnRatePolicy.LongestExact"/> are summed up from rates over
    /// <see cref="BurnRatePolicy.RateWindow"/>, which rise for so long until they show the whole change.</summary>
    private decimal Smoothed(decimal minutes)
    {
        var rise = Minutes(BurnRatePolicy.RateWindow);
        if (LongWindow <= BurnRatePolicy.LongestExact)
            return minutes;

        return minutes >= rise / 2m ? minutes + rise / 2m : (decimal)Math.Sqrt((double)(2m * rise * minutes));
    }

    private static decimal Minutes(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerMinute;
}
