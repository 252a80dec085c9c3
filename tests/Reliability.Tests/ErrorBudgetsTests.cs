using Microsoft.Extensions.Time.Testing;

namespace Reliability.Tests;

public class ErrorBudgetsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly WallClock _clock = new();
    private readonly ErrorBudgets _budgets;

    public ErrorBudgetsTests() => _budgets = new(_clock);

    [Fact]
    public void A_budget_is_what_is_left_of_the_allowed()
    {
        var site = Sites.Availability(target: 90m);
        site.Succeed(95);
        site.Fail(5);
        Assert.Equal(0.5m, Status(site).Budget.Remaining);
    }

    [Fact]
    public void Nothing_happened_means_the_whole_budget_and_no_chart()
    {
        var status = Status(Sites.Availability());
        Assert.Equal((1m, 0), (status.Budget.Remaining, status.Recent.Count));
    }

    [Fact]
    public void A_budget_forgets_what_is_older_than_its_window()
    {
        var site = Sites.Availability(windowDays: 2);
        site.Fail(3);
        _budgets.Sample();
        _clock.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(4));
        site.Succeed();
        Assert.Equal((1, 0), (Status(site).Budget.Good, Status(site).Budget.Bad));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(90)]
    public void A_budget_remembers_almost_its_whole_window(int days)
    {
        var site = Sites.Availability(windowDays: days);
        site.Fail(3);
        _budgets.Sample();
        _clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromHours(4));
        Assert.Equal(3, Status(site).Budget.Bad);
    }

    [Fact]
    public void Burn_rates_tell_now_from_before()
    {
        var site = Sites.Availability(target: 90m);
        site.Fail(10);
        _budgets.Sample();
        _clock.Advance(TimeSpan.FromMinutes(30));
        site.Succeed(10);
        Assert.Equal([(5, 0m), (60, 5m), (360, 5m)], Status(site).BurnRates.Select(rate => ((int)rate.Window.TotalMinutes, rate.BurnRate)));
    }

    [Fact]
    public void Burn_rates_fade_with_their_windows()
    {
        var site = Sites.Availability(target: 90m);
        site.Fail();
        _budgets.Sample();
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal([0m, 0m, 10m], Status(site).BurnRates.Select(rate => rate.BurnRate));
    }

    [Fact]
    public void A_chart_covers_an_hour()
    {
        var site = Sites.Availability();
        site.Succeed();
        Assert.Equal(TimeSpan.FromHours(1), Status(site).Recent.Count * ErrorBudgets.PointLength);
    }

    [Fact]
    public void A_chart_ends_with_now_and_goes_back()
    {
        var site = Sites.Availability();
        site.Fail(2);
        _budgets.Sample();
        _clock.Advance(TimeSpan.FromHours(1) - ErrorBudgets.PointLength);
        site.Succeed(3);
        var chart = Status(site).Recent;
        Assert.Equal((new EventCount(0, 2), new EventCount(3, 0), 5), (chart[0], chart[^1], chart.Sum(point => point.Total)));
    }

    [Fact]
    public void Asking_more_often_changes_nothing()
    {
        var site = Sites.Availability();
        site.Fail(2);
        for (var i = 0; i < 10; i++)
            _budgets.Sample();

        Assert.Equal(2, Status(site).Budget.Bad);
    }

    [Fact]
    public void What_was_counted_before_is_taken_in()
    {
        var site = Sites.Availability();
        site.Fail(4);
        Assert.Equal(4, new ErrorBudgets(_clock).Snapshot().Single(status => status.Operation == site.Operation).Objectives[0].Budget.Bad);
    }

    [Fact]
    public void A_status_tells_how_long_was_observed()
    {
        var site = Sites.Availability();
        _clock.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(TimeSpan.FromMinutes(7), _budgets.Snapshot().Single(status => status.Operation == site.Operation).ObservedFor);
    }

    [Fact]
    public void A_clock_that_was_ahead_for_a_moment_does_not_stop_the_budget()
    {
        var site = Sites.Availability(windowDays: 1);
        _clock.SetBy = TimeSpan.FromDays(365);
        site.Fail(3);
        _budgets.Sample();
        _clock.SetBy = TimeSpan.Zero;
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, Status(site).Budget.Bad);
    }

    [Fact]
    public void Operations_are_sorted_by_name()
    {
        Sites.Availability();
        Sites.Availability();
        var names = _budgets.Snapshot().Where(status => status.Service.Name == "tests").Select(status => status.Operation.Name).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    /// <summary>A clock on the wall, which somebody can set; time passes all the same.</summary>
    private sealed class WallClock() : FakeTimeProvider(s_start)
    {
        public TimeSpan SetBy { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + SetBy;

        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }

    private ObjectiveStatus Status(OperationSite site) =>
        _budgets.Snapshot().Single(status => status.Operation == site.Operation).Objectives[0];
}
