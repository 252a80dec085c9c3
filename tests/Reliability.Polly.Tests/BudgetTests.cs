using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

public sealed class BudgetTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_retry_costs_ten_percent_of_a_call_unless_it_says_otherwise() => Assert.Equal(10, new RetryAttribute().BudgetPercent);

    [Fact]
    public void A_quiet_service_may_retry_at_all()
    {
        var budget = new RetryBudget("quiet", _clock);
        Assert.Equal([true, true, false], [budget.TryTake(), budget.TryTake(), budget.TryTake()]);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([true, false], [budget.TryTake(), budget.TryTake()]);
    }

    [Fact]
    public void What_was_earned_in_quiet_times_is_not_spent_on_an_outage()
    {
        var budget = new RetryBudget("busy", _clock);
        var share = budget.Join(10);
        for (var second = 0; second < 100; second++)
        {
            for (var call = 0; call < 1000; call++)
                share.Count();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 1,000 calls a second earn 100 retries; half a second of them is kept.
        Assert.Equal(50, budget.Available);
    }

    [Fact]
    public void Those_that_share_a_dependency_share_its_budget()
    {
        var name = Sites.Name("inventory");
        Assert.Same(RetryBudget.Of(name, _clock), RetryBudget.Of(name, _clock));
        var budget = RetryBudget.Of(name, _clock);
        var (first, second) = (budget.Join(10), budget.Join(50));
        while (budget.TryTake())
        {
        }

        for (var i = 0; i < 10; i++)
            first.Count();
        Assert.Equal(1, budget.Available, precision: 6);
        second.Count();
        second.Count();
        Assert.Equal(2, budget.Available, precision: 6);
    }

    [Fact]
    public void There_are_never_more_retries_than_the_documented_sum() => Gen.Select(Gen.Double[0.1, 100], Gen.Int[0, 500].Array[1, 60]).Sample((percent, callsOfSeconds) =>
    {
        var clock = new FakeTimeProvider();
        var budget = new RetryBudget("any", clock);
        var share = budget.Join(percent);
        var (calls, retries) = (0, 0);
        var most = 0;
        foreach (var callsOfSecond in callsOfSeconds)
        {
            for (var call = 0; call < callsOfSecond; call++)
            {
                share.Count();
                calls++;
                while (budget.TryTake())
                    retries++;
            }

            most = Math.Max(most, callsOfSecond);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(retries <= (calls * percent / 100) + (callsOfSeconds.Length * RetryBudget.FloorPerSecond) + RetryBudget.LeastCapacity + 1e-6);
    });

    [Fact]
    public async Task A_denied_retry_is_counted_and_the_failure_goes_through_as_it_was()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry with { BudgetPercent = 1 } }, _clock);
        var failure = new IOException("down");
        for (var i = 0; i < 5; i++)
            Assert.Same(failure, await site.Outcome(_clock, _ => throw failure));

        Assert.Equal(2, site.Events.Read(FailoverEvent.Retry));
        Assert.Equal(4, site.Events.Read(FailoverEvent.RetryDenied));
    }
}
