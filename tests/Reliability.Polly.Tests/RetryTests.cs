using Microsoft.Extensions.Time.Testing;
using Reliability.Deadlines;
using Reliability.Failover;
using Reliability.Model;

namespace Reliability.Polly.Tests;

public sealed class RetryTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_call_that_fails_is_made_as_often_as_declared_and_no_more()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry }, _clock);
        var attempts = 0;
        var failure = await site.Outcome(_clock, _ => { attempts++; throw new IOException("down"); });
        Assert.Equal(3, attempts);
        Assert.Equal("down", Assert.IsType<IOException>(failure).Message);
        Assert.Equal((2, 1), (site.Events.Read(FailoverEvent.Retry), site.Events.Read(FailoverEvent.RetryExhausted)));
    }

    [Fact]
    public async Task A_call_that_succeeds_at_last_succeeds()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry }, _clock);
        var attempts = 0;
        Assert.Null(await site.Outcome(_clock, async _ =>
        {
            await Task.Yield();
            if (++attempts < 3)
                throw new IOException("down");
        }));
        Assert.Equal(0, site.Events.Read(FailoverEvent.RetryExhausted));
    }

    [Theory]
    [InlineData(typeof(ArgumentNullException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(OverloadedException))]
    [InlineData(typeof(DeadlineExceededException))]
    public async Task What_no_repetition_mends_is_not_repeated(Type type)
    {
        var site = Sites.Create(new() { Retry = Sites.Retry }, _clock);
        var attempts = 0;
        var failure = await site.Outcome(_clock, _ => { attempts++; throw (Exception)Activator.CreateInstance(type)!; });
        Assert.IsType(type, failure);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_timeout_that_comes_as_a_cancellation_is_tried_again()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry }, _clock);
        var attempts = 0;
        await site.Outcome(_clock, _ => { attempts++; throw new TaskCanceledException("HttpClient.Timeout", new TimeoutException()); });
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Only_the_declared_exceptions_and_those_that_derive_from_them_are_tried_again()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry with { On = EquatableArray.Of("System.IO.IOException") } }, _clock);
        var attempts = 0;
        await site.Outcome(_clock, _ => { attempts++; throw new FileNotFoundException(); });
        Assert.Equal(3, attempts);
        await site.Outcome(_clock, _ => { attempts++; throw new TimeoutException(); });
        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task Nothing_is_tried_again_when_the_caller_gave_up()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry }, _clock);
        using var caller = new CancellationTokenSource();
        var attempts = 0;
        await site.Outcome(_clock, _ => { attempts++; caller.Cancel(); throw new IOException("down"); }, caller.Token);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_pause_never_outlasts_the_time_of_the_call()
    {
        var policy = new FailoverPolicy { Retry = Sites.Retry with { Delay = TimeSpan.FromSeconds(3), MaxDelay = TimeSpan.FromSeconds(3) }, Timeout = new() { Total = TimeSpan.FromSeconds(1) } };
        var site = Sites.Create(policy, _clock);
        var before = _clock.GetUtcNow();
        var failure = await site.Outcome(_clock, _ => throw new IOException("down"));
        Assert.IsType<IOException>(failure);
        Assert.Equal(before, _clock.GetUtcNow());
        Assert.Equal(1, site.Events.Read(FailoverEvent.RetryExhausted));
    }

    [Fact]
    public async Task A_pause_never_outlasts_the_time_that_the_caller_gave()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry with { Delay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) } }, _clock);
        using var deadline = Deadline.Begin(TimeSpan.FromMinutes(1));
        Assert.IsType<IOException>(await site.Outcome(_clock, _ => throw new IOException("down")));
        Assert.Equal(0, site.Events.Read(FailoverEvent.Retry));
    }

    [Fact]
    public async Task Pauses_grow_are_capped_and_differ()
    {
        var policy = new FailoverPolicy { Retry = Sites.Retry with { MaxAttempts = 4, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromMilliseconds(600) } };
        var firsts = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            // A quiet budget would not pay for three retries.
            var site = Sites.Create(policy, _clock);
            for (var call = 0; call < 100; call++)
                await site.ExecuteAsync(static (_, _) => Task.CompletedTask, 0, null, default);
            _clock.Advance(TimeSpan.FromSeconds(1));
            _ = RetryBudget.Of(site.Operation, _clock).Available;

            var times = new List<DateTimeOffset>();
            await site.Outcome(_clock, _ => { times.Add(_clock.GetUtcNow()); throw new IOException("down"); });
            var pauses = times.Zip(times.Skip(1), (first, second) => (second - first).TotalMilliseconds).ToList();
            Assert.Equal(3, pauses.Count);

            // Time passes in steps, more of them on a busy machine: only the lower bounds are sharp.
            Assert.True(pauses[0] >= 100 && pauses[1] >= 200 && pauses[2] >= 300, string.Join(' ', pauses));
            firsts.Add(pauses[0]);
        }

        Assert.True(firsts.Distinct().Count() > 1, string.Join(' ', firsts));
    }

    [Fact]
    public void No_pause_is_longer_than_the_longest() => Assert.All(
        Enumerable.Range(0, 2000),
        i => Assert.InRange(FailoverPlan.Pause(Sites.Retry, i % 9), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));
}
