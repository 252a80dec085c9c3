namespace Reliability.Model;

/// <summary>Chooses the burn-rate alerts of an objective: the window pairs of the SRE workbook (chapter 5), with factors
/// that fit the objective and its own window. Why they are what they are: docs/decisions/0015.</summary>
public static class BurnRatePolicy
{
    /// <summary>The largest error ratio that an alert may wait for. A factor that asks for more could never fire, however
    /// complete the outage (14.4 × 10 % for an objective of 90 % is 144 % of all events).</summary>
    public const decimal ReachableErrorRatio = 0.9m;

    /// <summary>More than this many bad events are wanted in a long window. One failed request at night can be a large share
    /// of the night's events; and an increase makes up to 1.5 out of one event when a target is scraped rarely.</summary>
    public const decimal MoreThanOneEvent = 1.5m;

    /// <summary>The rates from which long windows are summed up reach back this far.</summary>
    public static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(5);

    /// <summary>Up to here windows are computed from the raw counters; longer ones are put together from rates over
    /// <see cref="RateWindow"/>, because a server would have to read days of every replica's samples again at each evaluation.</summary>
    public static readonly TimeSpan LongestExact = TimeSpan.FromHours(1);

    // A shorter window has a smaller budget. The same share of it would be a pace at which nobody is in a hurry: 2 % in an hour of
    // seven days is 3.4 times what is allowed. So the share grows until four weeks' pace is kept, but only up to a fifth: what comes
    // later than that comes late.
    private const int FullShareDays = 28;
    private const decimal LargestShare = 0.2m;

    // Slower than this, a budget lasts for half of its window: no reason to wake anybody.
    private const decimal SlowestPage = 2m;

    private static readonly Tier[] s_tiers =
    [
        new(AlertSeverity.Page, LongHours: 1, ForMinutes: 2, BudgetShare: 0.02m),
        new(AlertSeverity.Page, LongHours: 6, ForMinutes: 15, BudgetShare: 0.05m),
        new(AlertSeverity.Ticket, LongHours: 24, ForMinutes: 60, BudgetShare: 0.10m),

        // Whatever the window: nothing may burn its budget to the end without a word.
        new(AlertSeverity.Ticket, LongHours: 72, ForMinutes: 180, BudgetShare: 0m),
    ];

    /// <summary>The alerts of an objective, the fastest first. Pairs whose long window is longer than the objective's own
    /// are left out, and so are those that can only say what a faster one has said.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="windowDays">Its window, in days.</param>
    public static EquatableArray<BurnRateAlert> Alerts(Objective objective, int windowDays)
    {
        var alerts = new List<BurnRateAlert>();
        foreach (var tier in s_tiers.Where(tier => tier.LongHours <= windowDays * 24))
        {
            var alert = tier.For(objective, windowDays);
            if (!alerts.Exists(faster => faster.Severity <= alert.Severity && faster.Factor <= alert.Factor))
                alerts.Add(alert);
        }

        return alerts.ToEquatableArray();
    }

    /// <summary>All window pairs that an alert may have, the fastest first.</summary>
    public static IReadOnlyList<(TimeSpan Long, TimeSpan Short, TimeSpan For)> Pairs { get; } =
        [.. s_tiers.Select(tier => (tier.Long, tier.Short, TimeSpan.FromMinutes(tier.ForMinutes)))];

    /// <summary>The ticket for an objective with so few events that no pair of windows sees enough of them.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="windowDays">Its window, in days.</param>
    public static LowTrafficAlert LowTraffic(Objective objective, int windowDays) =>
        new(TimeSpan.FromHours(s_tiers.Last(tier => tier.LongHours <= windowDays * 24).LongHours), objective);

    /// <summary>How long a complete outage lasts until somebody is woken; null when nobody ever is.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="windowDays">Its window, in days.</param>
    /// <param name="errorRatio">The share of events that are bad, 0 to 1.</param>
    /// <param name="eventsPerHour">The traffic; null when it is so much that single events do not matter.</param>
    /// <param name="severity">What is waited for: a page, or a ticket.</param>
    public static TimeSpan? TimeToFire(
        Objective objective, int windowDays, decimal errorRatio, decimal? eventsPerHour = null, AlertSeverity severity = AlertSeverity.Page) =>
        Alerts(objective, windowDays)
            .Where(alert => alert.Severity == severity)
            .Select(alert => alert.TimeToFire(objective, errorRatio, eventsPerHour))
            .Min();

    private sealed record Tier(AlertSeverity Severity, int LongHours, int ForMinutes, decimal BudgetShare)
    {
        private const int ShortPerLong = 12;

        public BurnRateAlert For(Objective objective, int windowDays)
        {
            var pace = Pace(windowDays);

            // Below 1 it would alert while the promise is being kept; above the cap it could never fire.
            var factor = Math.Max(1m, Math.Min(pace, ReachableErrorRatio / objective.BudgetRatio));
            return new(
                pace < SlowestPage ? AlertSeverity.Ticket : Severity, Long, Short, factor, TimeSpan.FromMinutes(ForMinutes));
        }

        public TimeSpan Long => TimeSpan.FromHours(LongHours);

        public TimeSpan Short => TimeSpan.FromMinutes(LongHours * 60 / ShortPerLong);

        private decimal Pace(int windowDays) => Math.Min(
            BudgetShare * Math.Max(windowDays, FullShareDays) * 24 / LongHours,
            LargestShare * windowDays * 24 / LongHours);
    }
}
