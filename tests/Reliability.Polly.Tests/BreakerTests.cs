using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;
using Reliability.Deadlines;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

public sealed class BreakerTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task It_opens_says_so_and_closes_again()
    {
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker }, _clock);
        await Fail(site, 4);
        var attempts = 0;
        Assert.IsType<BrokenCircuitException>(await site.Outcome(_clock, _ => { attempts++; return Task.CompletedTask; }));
        Assert.Equal((0, 1, 1), (attempts, site.Events.Read(FailoverEvent.BreakerOpened), site.Events.Read(FailoverEvent.BreakerRejected)));
        Assert.Equal(0, State(site));

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await site.Outcome(_clock, _ => Task.CompletedTask));
        Assert.Equal((1, 1), (site.Events.Read(FailoverEvent.BreakerHalfOpened), site.Events.Read(FailoverEvent.BreakerClosed)));
        Assert.Equal(1, State(site));
    }

    [Fact]
    public async Task What_it_turns_away_is_not_tried_again()
    {
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker, Retry = Sites.Retry }, _clock);
        await Fail(site, 10);
        var retries = site.Events.Read(FailoverEvent.Retry);
        Assert.IsType<BrokenCircuitException>(await site.Outcome(_clock, _ => Task.CompletedTask));
        Assert.Equal(retries, site.Events.Read(FailoverEvent.Retry));
    }

    [Fact]
    public async Task Operations_that_name_it_share_it()
    {
        var name = Sites.Name("inventory");
        var policy = new FailoverPolicy { CircuitBreaker = Sites.Breaker with { Name = name } };
        var (first, second) = (Sites.Create(policy, _clock), Sites.Create(policy, _clock));
        await Fail(first, 4);
        Assert.IsType<BrokenCircuitException>(await second.Outcome(_clock, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task Operations_that_do_not_name_it_do_not_share_it_even_under_one_name()
    {
        var (first, second) = (Sites.Create(new() { CircuitBreaker = Sites.Breaker }, _clock, "same-name"), Sites.Create(new() { CircuitBreaker = Sites.Breaker }, _clock, "same-name"));
        await Fail(first, 4);
        Assert.Null(await second.Outcome(_clock, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task Hanging_until_the_time_is_over_opens_it()
    {
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker, Timeout = new() { Total = TimeSpan.FromMilliseconds(50) } }, _clock);
        for (var i = 0; i < 4; i++)
            Assert.IsType<OperationTimeoutException>(await site.Outcome(_clock, token => Task.Delay(-1, token)));

        Assert.IsType<BrokenCircuitException>(await site.Outcome(_clock, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task A_caller_that_gives_up_or_gives_no_time_opens_it_for_nobody()
    {
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker, Timeout = new() { Total = TimeSpan.FromHours(1) } }, TimeProvider.System);
        for (var i = 0; i < 8; i++)
        {
            using var deadline = Deadline.Begin(TimeSpan.FromMilliseconds(5));
            Assert.IsType<DeadlineExceededException>(await Sites.Ended(site.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, null, default)));
        }

        for (var i = 0; i < 8; i++)
        {
            using var caller = new CancellationTokenSource();
            var call = site.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, null, caller.Token);
            await caller.CancelAsync();
            Assert.IsAssignableFrom<OperationCanceledException>(await Sites.Ended(call));
        }

        await site.ExecuteAsync(static (_, _) => Task.CompletedTask, 0, null, default);
        Assert.Equal(0, site.Events.Read(FailoverEvent.BreakerOpened));
    }

    [Fact]
    public async Task A_bad_argument_opens_it_for_nobody()
    {
        var site = Sites.Create(new() { CircuitBreaker = Sites.Breaker }, _clock);
        for (var i = 0; i < 8; i++)
            Assert.IsType<ArgumentException>(await site.Outcome(_clock, _ => throw new ArgumentException("bad")));

        Assert.Null(await site.Outcome(_clock, _ => Task.CompletedTask));
    }

    private static double State(FailoverSite site) => Breaker.All.Single(breaker => breaker.Name == site.Operation).State;

    private async Task Fail(FailoverSite site, int calls)
    {
        for (var i = 0; i < calls; i++)
            Assert.NotNull(await site.Outcome(_clock, _ => throw new IOException("down")));
    }
}
