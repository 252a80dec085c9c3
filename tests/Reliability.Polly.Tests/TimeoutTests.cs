using Microsoft.Extensions.Time.Testing;
using Reliability.Deadlines;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

public sealed class TimeoutTests
{
    private static readonly FailoverPolicy s_second = new() { Timeout = new() { Total = TimeSpan.FromSeconds(1) } };

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task When_its_own_time_is_over_the_caller_is_told_whose_it_was()
    {
        var site = Sites.Create(s_second, _clock, Sites.Name("slow"));
        var failure = Assert.IsType<OperationTimeoutException>(await site.Outcome(_clock, token => Task.Delay(-1, token)));
        Assert.Equal((site.Operation, TimeSpan.FromSeconds(1), false), (failure.Operation, failure.Limit, failure.IsAttempt));
        Assert.Equal($"'{site.Operation}' took longer than its 1000 ms.", failure.Message);
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal(1, site.Events.Read(FailoverEvent.Timeout));
    }

    [Fact]
    public async Task When_the_callers_time_is_over_that_is_said()
    {
        var site = Sites.Create(s_second with { Timeout = new() { Total = TimeSpan.FromHours(1) } }, TimeProvider.System);
        using var deadline = Deadline.Begin(TimeSpan.FromMilliseconds(30));
        var failure = await Sites.Ended(site.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, null, default));
        Assert.IsType<DeadlineExceededException>(failure);
    }

    [Fact]
    public async Task Work_whose_deadline_has_passed_is_not_begun()
    {
        var site = Sites.Create(s_second, TimeProvider.System);
        using var deadline = Deadline.Begin(TimeSpan.Zero);
        var isBegun = false;
        Assert.IsType<DeadlineExceededException>(await Sites.Ended(site.ExecuteAsync((_, _) => { isBegun = true; return Task.CompletedTask; }, 0, null, default)));
        Assert.False(isBegun);
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one_of_its_own_token()
    {
        var site = Sites.Create(s_second with { Retry = Sites.Retry }, _clock);
        using var caller = new CancellationTokenSource();
        var call = site.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, null, caller.Token);
        await caller.CancelAsync();
        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(caller.Token, failure.CancellationToken);
        Assert.True(call.IsCanceled);
        Assert.Equal(0, site.Events.Read(FailoverEvent.Timeout));
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_made_again()
    {
        var policy = new FailoverPolicy { Timeout = new() { Total = TimeSpan.FromSeconds(10), Attempt = TimeSpan.FromSeconds(1) }, Retry = Sites.Retry };
        var site = Sites.Create(policy, _clock);
        var attempts = 0;
        Assert.Null(await site.Outcome(_clock, token => ++attempts == 1 ? Task.Delay(-1, token) : Task.CompletedTask));
        Assert.Equal((2, 1, 0), (attempts, site.Events.Read(FailoverEvent.AttemptTimeout), site.Events.Read(FailoverEvent.Timeout)));
    }

    [Fact]
    public async Task All_attempts_together_have_the_time_of_the_call()
    {
        var policy = new FailoverPolicy { Timeout = new() { Total = TimeSpan.FromSeconds(1), Attempt = TimeSpan.FromMilliseconds(600) }, Retry = Sites.Retry with { MaxAttempts = 10 } };
        var site = Sites.Create(policy, _clock);
        var failure = Assert.IsType<OperationTimeoutException>(await site.Outcome(_clock, token => Task.Delay(-1, token)));
        Assert.False(failure.IsAttempt);
    }

    [Fact]
    public async Task What_the_core_calls_sees_the_deadline_of_the_attempt_and_the_caller_does_not()
    {
        var policy = new FailoverPolicy { Timeout = new() { Total = TimeSpan.FromSeconds(10), Attempt = TimeSpan.FromSeconds(3) }, Retry = Sites.Retry };
        var site = Sites.Create(policy, TimeProvider.System);
        TimeSpan? seen = null;
        await site.ExecuteAsync((_, _) => { seen = Deadline.Current?.Remaining; return Task.CompletedTask; }, 0, null, default);
        Assert.InRange(seen!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(3));
        Assert.Null(Deadline.Current);
    }

    [Fact]
    public async Task A_timeout_of_the_cores_own_pipeline_is_not_taken_for_ours()
    {
        var site = Sites.Create(s_second, _clock);
        Assert.IsType<global::Polly.Timeout.TimeoutRejectedException>(
            await site.Outcome(_clock, _ => throw new global::Polly.Timeout.TimeoutRejectedException("inner")));
        Assert.Equal(0, site.Events.Read(FailoverEvent.Timeout));
    }

    [Fact]
    public async Task Whatever_a_core_throws_when_it_is_stopped_it_was_the_time()
    {
        var site = Sites.Create(s_second with { CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } }, _clock);
        for (var i = 0; i < 2; i++)
        {
            // As clients of databases do, and whatever loses its connection when it is stopped.
            var failure = Assert.IsType<OperationTimeoutException>(await site.Outcome(_clock, async token =>
            {
                await Task.Delay(-1, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new IOException("The connection was closed.");
            }));
            Assert.IsType<IOException>(failure.InnerException);
        }

        Assert.Equal((2, 1), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Fact]
    public async Task A_failure_stays_one_although_the_caller_has_gone_and_opens_no_breaker()
    {
        var site = Sites.Create(s_second with { CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } }, _clock);
        for (var i = 0; i < 4; i++)
        {
            using var caller = new CancellationTokenSource();
            var failure = await Sites.Ended(site.ExecuteAsync(
                static async Task (caller, _) =>
                {
                    await caller.CancelAsync();
                    throw new IOException("down");
                },
                caller, null, caller.Token));
            Assert.IsType<IOException>(failure);
        }

        Assert.Equal((0, 0), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
    }
}
