using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Reliability.Deadlines;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

/// <summary>A call that ends well costs what Polly's own pipeline of the same strategies costs, and no byte more.</summary>
public sealed class AllocationTests
{
    private const int Calls = 5_000;

    // A debug build makes an object of every async method that runs, of ours too; Polly comes optimized.
#if DEBUG
    private const int AsyncMethod = 256;
#else
    private const int AsyncMethod = 0;
#endif

    private static readonly FailoverPolicy s_policy = new() { Retry = Sites.Retry, CircuitBreaker = Sites.Breaker };

    private static readonly ResiliencePipeline s_polly = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions())
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .Build();

    [Fact]
    public void A_completed_value_task_costs_what_it_costs_with_polly()
    {
        var site = Sites.Create(s_policy, TimeProvider.System);
        var ours = Allocated(() => site.ExecuteAsync(static (state, _) => new ValueTask<int>(state), 42, null, default).GetAwaiter().GetResult());
        var pollys = Allocated(() => s_polly.ExecuteAsync(static (state, _) => new ValueTask<int>(state), 42).GetAwaiter().GetResult());
        Assert.True(ours <= pollys, $"{(double)ours / Calls:0} bytes a call, and Polly {(double)pollys / Calls:0}");
    }

    [Fact]
    public void A_completed_task_costs_what_it_costs_with_polly()
    {
        var site = Sites.Create(s_policy, TimeProvider.System);
        var ours = Allocated(() => site.ExecuteAsync(static (_, _) => Task.CompletedTask, 42, null, default).GetAwaiter().GetResult());
        var pollys = Allocated(() => s_polly.ExecuteAsync(static async (_, _) => await Task.CompletedTask, 42).AsTask().GetAwaiter().GetResult());
        Assert.True(ours <= pollys, $"{(double)ours / Calls:0} bytes a call, and Polly {(double)pollys / Calls:0}");
    }

    [Fact]
    public void A_time_limit_costs_the_deadline_that_it_tells_and_no_more()
    {
        var site = Sites.Create(new() { Timeout = new() { Total = TimeSpan.FromMinutes(1) } }, TimeProvider.System);
        var polly = new ResiliencePipelineBuilder().AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = static _ => new(TimeSpan.FromMinutes(1)) }).Build();
        var deadline = Allocated(static () =>
        {
            using (Deadline.Begin(TimeSpan.FromMinutes(1)))
            {
            }
        });
        var ours = Allocated(() => site.ExecuteAsync(static (state, _) => new ValueTask<int>(state), 42, null, default).GetAwaiter().GetResult());
        var pollys = Allocated(() => polly.ExecuteAsync(static (state, _) => new ValueTask<int>(state), 42).GetAwaiter().GetResult());
        Assert.True(ours <= pollys + deadline + (Calls * AsyncMethod), $"{(double)ours / Calls:0} bytes a call, Polly {(double)pollys / Calls:0}, a deadline {(double)deadline / Calls:0}");

        // What docs/performance.md tells, where there is no debug build to add to it.
        TestContext.Current.TestOutputHelper?.WriteLine($"{(double)ours / Calls:0} bytes a call, Polly {(double)pollys / Calls:0}, a deadline {(double)deadline / Calls:0}");
        Assert.InRange((double)ours / Calls, 1, 256 + AsyncMethod);
    }

    [Fact]
    public void The_measurement_sees_a_single_small_object() => Assert.True(Allocated(static () => GC.KeepAlive(new object())) >= 24 * Calls);

    private static long Allocated(Action call)
    {
        for (var i = 0; i < 2 * Calls; i++)
            call();

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                call();

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
