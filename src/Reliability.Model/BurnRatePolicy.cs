namespace Reliability.Model;

/// <summary>Chooses the burn-rate alerts of an objective: the four window pairs of the SRE workbook (chapter 5), with the
/// factors that spend the same share of the budget in the objective's own window.</summary>
public static class BurnRatePolicy
{
    /// <summary>The largest error ratio that an alert may wait for. A factor that asks for more could never fire, however
    /// complete the outage (14.4 × 10 % for an objective of 90 % is 144 % of all events).</summary>
    public const decimal ReachableErrorRatio = 0.9m;

    private static readonly Tier[] s_tiers =
    [
        new(AlertSeverity.Page, LongHours: 1, ForMinutes: 2, BudgetShare: 0.02m),
        new(AlertSeverity.Page, LongHours: 6, ForMinutes: 15, BudgetShare: 0.05m),
        new(AlertSeverity.Ticket, LongHours: 24, ForMinutes: 60, BudgetShare: 0.10m),
        new(AlertSeverity.Ticket, LongHours: 72, ForMinutes: 180, BudgetShare: 0.10m),
    ];

    /// <summary>The alerts of an objective, the fastest first. Pairs whose long window is longer than the objective's own
    /// are left out.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="windowDays">Its window, in days.</param>
    public static EquatableArray<BurnRateAlert> Alerts(Objective objective, int windowDays) =>
        s_tiers
            .Where(tier => tier.LongHours <= windowDays * 24)
            .Select(tier => tier.For(objective, windowDays))
            .ToEquatableArray();

    private sealed record Tier(AlertSeverity Severity, int LongHours, int ForMinutes, decimal BudgetShare)
    {
        private const int ShortPerLong = 12;

        public BurnRateAlert For(Objective objective, int windowDays)
        {
            // Below 1 it would alert while the promise is being kept; above the cap it could never fire.
            var exact = BudgetShare * windowDays * 24 / LongHours;
            var factor = Math.Max(1m, Math.Min(exact, ReachableErrorRatio / objective.BudgetRatio));
            return new(
                Severity, TimeSpan.FromHours(LongHours), TimeSpan.FromMinutes(LongHours * 60 / ShortPerLong), factor,
                TimeSpan.FromMinutes(ForMinutes));
        }
    }
}
