using Polly.CircuitBreaker;
using Reliability.Deadlines;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

/// <summary>What a core calls knows the core's deadline, and ends a moment before the core's own timer does. Only real timers race, so these
/// run on the system's clock.</summary>
public sealed class NestedTimeoutTests
{
    private static readonly FailoverSite s_inner = Sites.Create(new() { Timeout = new() { Total = TimeSpan.FromSeconds(20) } }, TimeProvider.System);

    [Fact]
    public async Task The_operations_own_time_is_its_own_although_what_it_calls_ends_first()
    {
        var site = Outer(new() { Timeout = new() { Total = TimeSpan.FromMilliseconds(300) }, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } });
        for (var i = 0; i < 2; i++)
        {
            var failure = Assert.IsType<OperationTimeoutException>(await Sites.Ended(Call(site)));
            Assert.Equal(site.Operation, failure.Operation);
        }

        Assert.Equal((2, 1), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
        Assert.IsType<BrokenCircuitException>(await Sites.Ended(Call(site)));
    }

    [Fact]
    public async Task An_attempt_that_ends_so_is_made_again()
    {
        var site = Outer(new() { Timeout = new() { Total = TimeSpan.FromSeconds(20), Attempt = TimeSpan.FromMilliseconds(250) }, Retry = Sites.Retry });
        var attempts = 0;
        await site.ExecuteAsync(
            async Task (_, _) =>
            {
                // As a client that knows its deadline and does not listen to the token: whichever timer is due first, this is what comes.
                if (++attempts > 1)
                    return;

                var remaining = Deadline.Current!.Value.Remaining - TimeSpan.FromMilliseconds(5);
                await Task.Delay(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, CancellationToken.None);
                throw new DeadlineExceededException();
            },
            0, null, default);
        Assert.Equal((2, 1, 1), (attempts, site.Events.Read(FailoverEvent.AttemptTimeout), site.Events.Read(FailoverEvent.Retry)));
    }

    [Fact]
    public async Task An_attempt_that_the_time_of_the_call_ends_is_the_calls()
    {
        var site = Outer(new()
        {
            Timeout = new() { Total = TimeSpan.FromMilliseconds(2000), Attempt = TimeSpan.FromMilliseconds(1900) },
            Retry = Sites.Retry with { Delay = TimeSpan.FromMilliseconds(1) },
        });
        var attempts = 0;
        var failure = Assert.IsType<OperationTimeoutException>(await Sites.Ended(site.ExecuteAsync(
            async Task (_, token) =>
            {
                // The first attempt leaves the second less than an attempt may take.
                if (++attempts == 1)
                {
                    await Task.Delay(200, token);
                    throw new IOException("down");
                }

                await Hang(token);
            },
            0, null, default)));
        Assert.Equal((false, 0), (failure.IsAttempt, site.Events.Read(FailoverEvent.AttemptTimeout)));
    }

    [Fact]
    public async Task The_callers_time_stays_the_callers()
    {
        var site = Outer(new() { Timeout = new() { Total = TimeSpan.FromSeconds(20), Attempt = TimeSpan.FromSeconds(10) }, Retry = Sites.Retry, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } });
        for (var i = 0; i < 3; i++)
        {
            using var deadline = Deadline.Begin(TimeSpan.FromMilliseconds(100));
            Assert.IsType<DeadlineExceededException>(await Sites.Ended(Call(site)));
        }

        Assert.Equal((0, 0), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Fact]
    public async Task A_deadline_of_something_else_is_not_taken_for_the_operations()
    {
        var site = Outer(new() { Timeout = new() { Total = TimeSpan.FromSeconds(20) } });
        Assert.IsType<DeadlineExceededException>(await Sites.Ended(site.ExecuteAsync(static Task (_, _) => throw new DeadlineExceededException(), 0, null, default)));
        Assert.Equal(0, site.Events.Read(FailoverEvent.Timeout));
    }

    private static FailoverSite Outer(FailoverPolicy policy) => Sites.Create(policy, TimeProvider.System);

    private static Task Call(FailoverSite site) => site.ExecuteAsync(static (_, token) => Hang(token), 0, null, default);

    private static Task Hang(CancellationToken token) => s_inner.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, null, token);
}
