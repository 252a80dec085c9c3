using System.Runtime.CompilerServices;

namespace Reliability.Tests;

/// <summary>What a caller holds behaves as what the core returned.</summary>
public class ObservedTaskTests
{
    public enum Kind
    {
        Task,
        TaskOfInt,
        ValueTask,
        ValueTaskOfInt,
    }

    [Theory]
    [InlineData(Kind.Task)]
    [InlineData(Kind.TaskOfInt)]
    [InlineData(Kind.ValueTask)]
    [InlineData(Kind.ValueTaskOfInt)]
    public async Task What_has_failed_already_is_handed_on_at_once(Kind kind)
    {
        var site = Sites.Availability();
        var observed = Observe(site, kind, System.Threading.Tasks.Task.FromException<int>(new InvalidOperationException("early")));
        Assert.Equal((TaskStatus.Faulted, (0L, 1L)), (observed.Status, site.Events(0)));
        Assert.Equal("early", (await Assert.ThrowsAsync<InvalidOperationException>(() => observed)).Message);
    }

    [Theory]
    [InlineData(Kind.Task)]
    [InlineData(Kind.TaskOfInt)]
    [InlineData(Kind.ValueTask)]
    [InlineData(Kind.ValueTaskOfInt)]
    public async Task What_was_cancelled_is_cancelled_by_the_same_token(Kind kind)
    {
        using var cancellation = new CancellationTokenSource();
        var source = new TaskCompletionSource<int>();
        var observed = Observe(Sites.Availability(), kind, source.Task);
        await cancellation.CancelAsync();
        source.SetCanceled(cancellation.Token);
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => observed);
        Assert.Equal((TaskStatus.Canceled, cancellation.Token), (observed.Status, exception.CancellationToken));
    }

    [Fact]
    public async Task A_failure_that_nobody_awaits_is_still_raised()
    {
        var raised = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            for (var i = 0; i < 50 && !raised.Task.IsCompleted; i++)
            {
                await DropAsync();
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.True(raised.Task.IsCompleted);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.InnerException is InvalidOperationException { Message: "dropped" })
                raised.TrySetResult("dropped");
        }
    }

    [Fact]
    public async Task The_caller_goes_on_in_its_own_context()
    {
        var local = new AsyncLocal<string> { Value = "caller" };
        await Sites.Availability().MeasureAsync(
            static async (local, cancellationToken) =>
            {
                await System.Threading.Tasks.Task.Delay(5, cancellationToken);
                local.Value = "work";
            },
            local, TestContext.Current.CancellationToken);
        Assert.Equal("caller", local.Value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task DropAsync()
    {
        var source = new TaskCompletionSource<int>();
        _ = Observe(Sites.Availability(), Kind.TaskOfInt, source.Task);
        source.SetException(new InvalidOperationException("dropped"));
        await System.Threading.Tasks.Task.Yield();
    }

    private static Task Observe(OperationSite site, Kind kind, Task<int> task)
    {
        var call = site.Start();
        return kind switch
        {
            Kind.Task => call.Observe((Task)task, CancellationToken.None),
            Kind.TaskOfInt => call.Observe(task, isGood: null, CancellationToken.None),
            Kind.ValueTask => call.Observe(new ValueTask(task), CancellationToken.None).AsTask(),
            _ => call.Observe(new ValueTask<int>(task), isGood: null, CancellationToken.None).AsTask(),
        };
    }
}
