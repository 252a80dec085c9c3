using Microsoft.Extensions.Time.Testing;
using Reliability.Failover;
using Reliability.Model;

namespace Reliability.Polly.Tests;

/// <summary>Sites as emitted code makes them, on a clock that stands still.</summary>
internal static class Sites
{
    private static int s_count;

    public static ServiceIdentity Service { get; } = new() { Name = "tests" };

    public static RetryPolicy Retry { get; } = new()
    {
        MaxAttempts = 3,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(2),
        BudgetPercent = 100,
    };

    public static CircuitBreakerPolicy Breaker { get; } = new()
    {
        FailurePercent = 50,
        MinimumCalls = 4,
        Sampling = TimeSpan.FromSeconds(30),
        Break = TimeSpan.FromSeconds(5),
    };

    /// <summary>A name that no other test has.</summary>
    public static string Name(string name) => name + "-" + Interlocked.Increment(ref s_count);

    public static FailoverSite Create(FailoverPolicy policy, TimeProvider? clock = null, string? name = null) =>
        FailoverSite.Create(Service, name ?? Name("operation"), policy, null, clock ?? new FakeTimeProvider());

    /// <summary>Makes a call and lets time pass until it has ended.</summary>
    public static async Task<Exception?> Outcome(this FailoverSite site, FakeTimeProvider clock, Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        var call = site.ExecuteAsync(static (work, token) => work(token), work, null, cancellationToken);
        await Pass(clock, call);
        return await Ended(call);
    }

    /// <summary>Lets time pass until a task has ended. What waits for the clock may be scheduled late on a busy machine, so it goes on in small
    /// steps.</summary>
    public static async Task Pass(FakeTimeProvider clock, Task task)
    {
        var end = DateTime.UtcNow.AddSeconds(60);
        while (!task.IsCompleted)
        {
            Assert.True(DateTime.UtcNow < end, "The call does not end.");
            clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<Exception?> Ended(Task task)
    {
        try
        {
            await task;
            return null;
        }
#pragma warning disable CA1031 // the outcome is what the test asks for
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }
}
