namespace Reliability.Model.Tests;

public class ErrorBudgetTests
{
    private static readonly Objective s_threeNines = Objective.Availability(99.9m);

    [Fact]
    public void Nothing_happened_means_the_whole_budget_is_left() =>
        Assert.Equal(1m, new ErrorBudget(s_threeNines, Good: 0, Bad: 0).Remaining);

    [Fact]
    public void One_bad_event_in_a_thousand_spends_three_nines_exactly() =>
        Assert.Equal(0m, new ErrorBudget(s_threeNines, Good: 999, Bad: 1).Remaining);

    [Fact]
    public void An_outage_burns_a_thousand_times_faster_than_three_nines_allow() =>
        Assert.Equal(1000m, new ErrorBudget(s_threeNines, Good: 0, Bad: 7).BurnRate);

    [Fact]
    public void An_overspent_budget_is_negative() =>
        Assert.Equal(-1m, new ErrorBudget(s_threeNines, Good: 998, Bad: 2).Remaining);
}
