using CsCheck;

namespace Reliability.Model.Tests;

public class BurnRatePolicyTests
{
    [Fact]
    public void Thirty_days_get_the_factors_of_the_workbook() =>
        Assert.Equal([14.4m, 6m, 3m, 1m], BurnRatePolicy.Alerts(Objective.Availability(99.9m), 30).Select(alert => alert.Factor));

    [Fact]
    public void An_objective_of_ninety_percent_pages_on_an_error_ratio_that_an_outage_reaches() =>
        Assert.Equal(0.9m, BurnRatePolicy.Alerts(Objective.Availability(90m), 30)[0].Threshold(Objective.Availability(90m)));

    [Fact]
    public void A_window_of_one_day_has_no_alert_that_looks_back_three() =>
        Assert.All(BurnRatePolicy.Alerts(Objective.Availability(99m), 1), alert => Assert.True(alert.LongWindow <= TimeSpan.FromDays(1)));

    [Fact]
    public void No_alert_fires_inside_the_budget_and_every_alert_can_fire() =>
        Gen.Select(Gen.Int[50_000, 99_999], Gen.Int[1, 90]).Sample((target, days) =>
        {
            var objective = Objective.Availability(target / 1000m);
            foreach (var alert in BurnRatePolicy.Alerts(objective, days))
            {
                Assert.True(alert.Factor >= 1m);
                Assert.True(alert.Threshold(objective) < 1m);
                Assert.Equal(12, alert.LongWindow / alert.ShortWindow);
            }
        });
}
