using Microsoft.Extensions.Time.Testing;
using Reliability.Failover;
using Reliability.Model;

namespace Reliability.Polly.Tests;

public sealed class FallbackTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task It_answers_when_all_attempts_have_failed()
    {
        var site = Sites.Create(new() { Retry = Sites.Retry, Fallback = new() }, _clock);
        var attempts = 0;
        var call = site.ExecuteAsync((_, _) => { attempts++; return Task.FromException<int>(new IOException("down")); }, 0, static (_, exception, _) => new ValueTask<int>(exception is IOException ? 7 : 0), default);
        await Sites.Pass(_clock, call);
        Assert.Equal((7, 3, 1), (await call, attempts, site.Events.Read(FailoverEvent.Fallback)));
    }

    [Fact]
    public async Task It_does_not_answer_the_callers_own_cancellation()
    {
        var site = Sites.Create(new() { Fallback = new() }, _clock);
        using var caller = new CancellationTokenSource();
        var call = site.ExecuteAsync(static (_, token) => Task.Delay(-1, token), 0, static (_, _, _) => default, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task It_does_not_answer_a_caller_that_has_gone_whatever_the_core_makes_of_it()
    {
        var site = Sites.Create(new() { Fallback = new() }, _clock);
        using var caller = new CancellationTokenSource();
        var answers = 0;
        var call = site.ExecuteAsync(
            static async Task (_, token) =>
            {
                try
                {
                    await Task.Delay(-1, token);
                }
                catch (OperationCanceledException)
                {
                    throw new IOException("The connection was closed.");
                }
            },
            0, (_, _, _) => { answers++; return default(ValueTask); }, caller.Token);
        await caller.CancelAsync();
        Assert.IsType<IOException>(await Sites.Ended(call));
        Assert.Equal((0, 0), (answers, site.Events.Read(FailoverEvent.Fallback)));
    }

    [Fact]
    public async Task It_answers_the_declared_exceptions_only()
    {
        var site = Sites.Create(new() { Fallback = new() { On = EquatableArray.Of("System.TimeoutException") } }, _clock);
        Assert.IsType<IOException>(await Sites.Ended(site.ExecuteAsync(static Task (_, _) => throw new IOException(), 0, static (_, _, _) => default(ValueTask), default)));
        Assert.Null(await Sites.Ended(site.ExecuteAsync(static Task (_, _) => throw new OperationTimeoutException(), 0, static (_, _, _) => default(ValueTask), default)));
    }

    [Fact]
    public async Task Its_own_failure_is_what_the_caller_hears_of()
    {
        var site = Sites.Create(new() { Fallback = new() }, _clock);
        var failure = await Sites.Ended(site.ExecuteAsync(static Task (_, _) => throw new IOException("first"), 0, static ValueTask (_, _, _) => throw new IOException("second"), default));
        Assert.Equal("second", failure!.Message);
    }
}
