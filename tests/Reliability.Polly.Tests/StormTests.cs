using Microsoft.Extensions.Time.Testing;

namespace Reliability.Polly.Tests;

/// <summary>A dependency that is down is not kept down by those who need it.</summary>
public sealed class StormTests
{
    private const int Clients = 50;
    private const int CallsPerSecond = 40;
    private const int Seconds = 60;
    private const int DownFrom = 10;
    private const int DownUntil = 40;

    [Fact]
    public async Task With_its_budget_a_dependency_never_sees_more_than_a_fifth_above_its_normal_traffic()
    {
        var seen = await Storm(budgetPercent: 10);
        Assert.All(seen, second => Assert.True(second <= 1.2 * Clients * CallsPerSecond, string.Join(' ', seen)));

        // Retries there are, all the same: the budget is spent and not only kept.
        Assert.True(seen.Sum() > 1.05 * seen.Length * Clients * CallsPerSecond * (DownUntil - DownFrom) / Seconds);
        Assert.Equal(Clients * CallsPerSecond, seen[DownUntil + 1]);
    }

    [Fact]
    public async Task The_storm_is_real_where_the_budget_allows_it()
    {
        // Every call earns a retry: twice the traffic, and three times where nobody counts at all.
        var seen = await Storm(budgetPercent: 100);
        Assert.True(seen[DownFrom + 5] > 1.9 * Clients * CallsPerSecond, string.Join(' ', seen));
    }

    [Fact]
    public async Task A_dependency_that_hangs_and_then_is_slow_recovers_under_the_traffic_that_its_budget_allows()
    {
        var seen = await new HangingStorm(budgetPercent: 10).RunAsync();
        Assert.All(seen, second => Assert.True(second.Attempts <= 1.2 * HangingStorm.Normal, string.Join(' ', seen)));
        Assert.True(seen.Take(HangingStorm.HangsUntil).Sum(second => second.Attempts) > seen.Take(HangingStorm.HangsUntil).Sum(_ => HangingStorm.Normal), string.Join(' ', seen));
        Assert.All(seen.TakeLast(5), second => Assert.True(second.Good >= 0.95 * HangingStorm.Normal, string.Join(' ', seen)));
    }

    [Fact]
    public async Task Without_a_budget_that_bounds_it_such_a_dependency_does_not_come_back()
    {
        var seen = await new HangingStorm(budgetPercent: 100).RunAsync();
        Assert.All(seen.TakeLast(5), second => Assert.True(second.Attempts > 1.3 * HangingStorm.Normal && second.Good < 0.9 * HangingStorm.Normal, string.Join(' ', seen)));
    }

    [Fact]
    public async Task Calls_that_are_turned_away_earn_no_retries()
    {
        var clock = new FakeTimeProvider();
        var gate = new Overload.CapacityLimits { MaxConcurrency = 2, QueueLimit = 0, QueueTimeout = TimeSpan.FromMilliseconds(100), IsAdaptive = false, MinConcurrency = 1 };
        var policy = new Failover.FailoverPolicy { Retry = Sites.Retry with { Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1), BudgetPercent = 10 } };
        var site = Failover.FailoverSite.Create(Sites.Service, Sites.Name("eager"), policy, gate, clock);
        var (sent, shed) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            var down = new TaskCompletionSource();
            var calls = Enumerable.Range(0, 20).Select(_ => Sites.Ended(site.ExecuteAsync((_, _) => { Interlocked.Increment(ref sent); return down.Task; }, 0, null, default))).ToList();
            down.SetException(new IOException("down"));
            var all = Task.WhenAll(calls);
            await Sites.Pass(clock, all);
            shed += (await all).Count(failure => failure is OverloadedException);
        }

        // A round lets two in and takes some milliseconds of the clock, which earn hardly anything.
        var admitted = (200 * 20) - shed;
        Assert.Equal(400, admitted);
        Assert.InRange(sent, admitted * 1.02, admitted * 1.2);
    }

    [Fact]
    public async Task Calls_that_an_open_breaker_turns_away_earn_no_retries()
    {
        var clock = new FakeTimeProvider();
        var site = Sites.Create(new() { Retry = Sites.Retry with { BudgetPercent = 100 }, CircuitBreaker = Sites.Breaker }, clock);
        for (var i = 0; i < 4; i++)
            await site.Outcome(clock, _ => throw new IOException("down"));

        var budget = Failover.RetryBudget.Of(site.Operation, clock);
        while (budget.TryTake())
        {
        }

        for (var i = 0; i < 50; i++)
            Assert.IsType<global::Polly.CircuitBreaker.BrokenCircuitException>(await Sites.Ended(site.ExecuteAsync(static (_, _) => Task.CompletedTask, 0, null, default)));
        Assert.Equal(0, budget.Available);
    }

    /// <summary>What the dependency sees, second by second. Each client is a process of its own, with a budget of its own, which is the worse
    /// case: the floor of the budget counts for each. Pauses are nothing, so that all that happens in a moment happens at once, on
    /// one thread, in the same order each time.</summary>
    private static async Task<int[]> Storm(double budgetPercent)
    {
        var clock = new FakeTimeProvider();
        var seen = new int[Seconds];
        var begin = clock.GetUtcNow();
        var policy = Sites.Retry with { Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero, BudgetPercent = budgetPercent };
        var clients = Enumerable.Range(0, Clients).Select(_ => Sites.Create(new() { Retry = policy }, clock)).ToList();
        for (var call = 0; call < Seconds * CallsPerSecond; call++)
        {
            foreach (var client in clients)
            {
                await Sites.Ended(client.ExecuteAsync(
                    (_, _) =>
                    {
                        var second = (int)(clock.GetUtcNow() - begin).TotalSeconds;
                        seen[second]++;
                        return second is >= DownFrom and < DownUntil ? Task.FromException(new IOException("down")) : Task.CompletedTask;
                    },
                    0, null, default));
            }

            clock.Advance(TimeSpan.FromSeconds(1d / CallsPerSecond));
        }

        return seen;
    }
}
