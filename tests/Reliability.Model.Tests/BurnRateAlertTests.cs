using CsCheck;

namespace Reliability.Model.Tests;

/// <summary>What holds for the alerts of any objective and any window.</summary>
public class BurnRateAlertTests
{
    private static readonly Gen<Objective> s_objective = Gen.OneOf(
        Gen.Int[50_000, 99_999].Select(target => Objective.Availability(target / 1000m)),
        Gen.OneOf(50m, 80m, 90m, 95m, 99m, 99.5m, 99.9m, 99.99m, 99.999m).Select(Objective.Availability));

    private static readonly Gen<decimal> s_errorRatio = Gen.Int[1, 100_000].Select(ratio => ratio / 100_000m);
    private static readonly Gen<int> s_windowDays = Gen.Int[ServiceLevel.MinWindowDays, ServiceLevel.MaxWindowDays];
    private static readonly Gen<decimal?> s_eventsPerHour = Gen.OneOf(Gen.Const((decimal?)null), Gen.Int[1, 100_000].Select(events => (decimal?)events / 10m));

    [Fact]
    public void Every_window_has_alerts_the_fastest_a_page_and_the_slowest_at_the_pace_that_spends_all() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
        {
            var alerts = BurnRatePolicy.Alerts(objective, days);
            Assert.Equal(AlertSeverity.Page, alerts[0].Severity);
            Assert.Equal(1m, alerts[alerts.Count - 1].Factor);
            Assert.All(alerts, alert => Assert.True(alert.LongWindow <= TimeSpan.FromDays(days)));
        });

    [Fact]
    public void Factors_are_exact_whatever_the_window() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
        {
            foreach (var alert in BurnRatePolicy.Alerts(objective, days).Where(alert => alert.Threshold(objective) < 0.89m && alert.Factor > 1m))
            {
                // A share of the budget in whole percents, or of what it would be over four weeks: nothing was rounded on the way.
                var hours = (decimal)alert.LongWindow.TotalHours;
                var shares = new[] { alert.Factor * hours / (days * 24), alert.Factor * hours / (28 * 24) };
                Assert.Contains(shares, share => share is 0.02m or 0.05m or 0.1m or 0.2m);
            }
        });

    [Fact]
    public void What_an_outage_cannot_reach_is_never_asked_for() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
            Assert.All(BurnRatePolicy.Alerts(objective, days), alert =>
            {
                Assert.InRange(alert.Threshold(objective), objective.BudgetRatio, BurnRatePolicy.ReachableErrorRatio);
                Assert.NotNull(alert.TimeToFire(objective, errorRatio: 1m));
            }));

    [Fact]
    public void Each_alert_says_what_no_faster_one_has_said() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
        {
            var alerts = BurnRatePolicy.Alerts(objective, days);
            for (var i = 1; i < alerts.Count; i++)
            {
                Assert.True(alerts[i].Factor < alerts[i - 1].Factor);
                Assert.True(alerts[i].Severity >= alerts[i - 1].Severity);
                Assert.True(alerts[i].LongWindow > alerts[i - 1].LongWindow);
            }
        });

    [Fact]
    public void A_complete_outage_pages_within_an_hour() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
            Assert.True(BurnRatePolicy.TimeToFire(objective, days, errorRatio: 1m) <= TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(3.4, true)]
    [InlineData(3.3, false)]
    public void Where_nearly_everything_may_fail_an_outage_takes_longer_than_an_hour_to_be_told_from_a_usual_day(double target, bool pagesWithinTheHour) =>
        Assert.All(
            Enumerable.Range(1, 90),
            days => Assert.Equal(
                pagesWithinTheHour, BurnRatePolicy.TimeToFire(Objective.Availability((decimal)target), days, errorRatio: 1m) <= TimeSpan.FromHours(1)));

    [Theory]
    [InlineData(2, true)]
    [InlineData(1, false)]
    public void Hardly_any_traffic_takes_an_outage_longer_than_an_hour(int eventsPerHour, bool pagesWithinTheHour) =>
        Assert.Equal(
            pagesWithinTheHour, BurnRatePolicy.TimeToFire(Objective.Availability(99.9m), 30, errorRatio: 1m, eventsPerHour) <= TimeSpan.FromHours(1));

    [Fact]
    public void Whatever_breaks_the_promise_is_told_and_nothing_else_is() =>
        Gen.Select(s_objective, s_windowDays, s_errorRatio).Sample((objective, days, errorRatio) =>
            Assert.Equal(errorRatio > objective.BudgetRatio, Told(objective, days, errorRatio, null) is not null));

    [Fact]
    public void A_stricter_objective_is_never_slower() =>
        Gen.Select(s_objective, s_objective, s_windowDays, s_errorRatio, s_eventsPerHour).Sample((one, other, days, errorRatio, events) =>
        {
            var (strict, loose) = one.Target >= other.Target ? (one, other) : (other, one);
            Assert.True(NotSlower(Told(strict, days, errorRatio, events), Told(loose, days, errorRatio, events)));
            Assert.True(NotSlower(
                BurnRatePolicy.TimeToFire(strict, days, errorRatio, events), BurnRatePolicy.TimeToFire(loose, days, errorRatio, events)));
        });

    [Fact]
    public void More_errors_are_never_told_later() =>
        Gen.Select(s_objective, s_windowDays, s_errorRatio, s_errorRatio, s_eventsPerHour).Sample((objective, days, one, other, events) =>
            Assert.True(NotSlower(
                BurnRatePolicy.TimeToFire(objective, days, Math.Max(one, other), events),
                BurnRatePolicy.TimeToFire(objective, days, Math.Min(one, other), events))));

    [Fact]
    public void More_traffic_is_never_told_later() =>
        Gen.Select(s_objective, s_windowDays, s_errorRatio, s_eventsPerHour).Sample((objective, days, errorRatio, events) =>
            Assert.True(NotSlower(
                BurnRatePolicy.TimeToFire(objective, days, errorRatio), BurnRatePolicy.TimeToFire(objective, days, errorRatio, events))));

    [Fact]
    public void An_alert_that_fires_has_seen_the_share_of_the_budget_that_it_speaks_of() =>
        Gen.Select(s_objective, s_windowDays).Sample((objective, days) =>
            Assert.All(BurnRatePolicy.Alerts(objective, days), alert => Assert.InRange(alert.BudgetShare(days), 0m, 1m)));

    [Theory]
    [InlineData(99.9, 30, 43 * 60 + 12)]
    [InlineData(99.99, 28, 4 * 60 + 1.92)]
    [InlineData(50, 1, 12 * 60 * 60)]
    public void A_budget_is_a_time(double target, int days, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Objective.Availability((decimal)target).BudgetTime(days));

    [Theory]
    [InlineData(99.9, 1_000_000, 1000)]
    [InlineData(99.9, 999, 0)]
    [InlineData(99.5, 1000, 5)]
    [InlineData(99.999, 99_999, 0)]
    public void A_budget_is_a_number_of_whole_events(double target, int events, int bad) =>
        Assert.Equal(bad, Objective.Availability((decimal)target).BudgetEvents(events));

    [Fact]
    public void As_many_bad_events_as_the_budget_holds_keep_the_promise_and_one_more_breaks_it() =>
        Gen.Select(s_objective, Gen.Int[1, 10_000_000]).Sample((objective, events) =>
        {
            var bad = (long)objective.BudgetEvents(events);
            Assert.True(new ErrorBudget(objective, events - bad, bad).Remaining >= 0m);
            Assert.True(new ErrorBudget(objective, events - bad - 1, bad + 1).Remaining < 0m);
        });

    private static TimeSpan? Told(Objective objective, int days, decimal errorRatio, decimal? eventsPerHour) => new[] { AlertSeverity.Page, AlertSeverity.Ticket }
        .Select(severity => BurnRatePolicy.TimeToFire(objective, days, errorRatio, eventsPerHour, severity)).Min();

    private static bool NotSlower(TimeSpan? one, TimeSpan? other) => other is null || one <= other;
}
