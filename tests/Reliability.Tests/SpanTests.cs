using System.Diagnostics;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>A span for each call, for whoever adds the source; the caller's own span stays the caller's.</summary>
/// <remarks>Alone: as long as these listen, the calls of every test have spans, and those which must allocate nothing do.</remarks>
[Collection(nameof(SpanTests))]
[CollectionDefinition(nameof(SpanTests), DisableParallelization = true)]
public sealed class SpanTests : IDisposable
{
    private static readonly ActivitySource s_callers = new("Callers");

    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly OperationSite _site = Sites.Availability();

    public SpanTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is Telemetry.Meter or "Callers",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.DisplayName == _site.Operation.Name)
                    _ended.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public void A_call_is_a_span_with_the_operations_name_and_method()
    {
        _site.Succeed();
        var span = Assert.Single(_ended);
        Assert.Equal((_site.Operation.Name, "Lab.Run", ActivityStatusCode.Unset), (span.DisplayName, span.GetTagItem(Telemetry.Function), span.Status));
    }

    [Fact]
    public void A_failure_says_what_it_was_and_not_what_it_said()
    {
        var call = _site.Start();
        call.Fail(new InvalidOperationException("password=secret"), CancellationToken.None);
        var span = Assert.Single(_ended);
        Assert.Equal(
            (ActivityStatusCode.Error, null, "System.InvalidOperationException"),
            (span.Status, span.StatusDescription, span.GetTagItem(Telemetry.ErrorType)));
        Assert.Empty(span.Events);
    }

    [Fact]
    public void A_cancelled_call_is_a_span_without_an_error()
    {
        var call = _site.Start();
        call.Fail(new OperationCanceledException(), new CancellationToken(canceled: true));
        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(_ended).Status);
    }

    [Fact]
    public async Task The_work_runs_inside_of_the_span_and_the_caller_gets_its_own_back()
    {
        using var caller = s_callers.StartActivity("caller");
        var seen = new List<string?>();
        var running = _site.MeasureAsync(
            async (seen, cancellationToken) =>
            {
                seen.Add(Activity.Current?.DisplayName);
                await Task.Delay(20, cancellationToken);
                seen.Add(Activity.Current?.DisplayName);
            },
            seen, TestContext.Current.CancellationToken);
        var between = Activity.Current;
        await running;
        Assert.Same(caller, between);
        Assert.Same(caller, Activity.Current);
        Assert.Equal([_site.Operation.Name, _site.Operation.Name], seen);
        Assert.Equal(caller!.SpanId, Assert.Single(_ended).ParentSpanId);
    }

    [Fact]
    public async Task What_a_consumer_does_between_two_items_is_not_part_of_the_span()
    {
        using var caller = s_callers.StartActivity("caller");
        var inside = new List<Activity?>();
        await foreach (var _ in _site.MeasureStream(Items(inside), CancellationToken.None))
            Assert.Same(caller, Activity.Current);

        Assert.Same(caller, Activity.Current);
        Assert.All(inside, span => Assert.Same(Assert.Single(_ended), span));
    }

    [Fact]
    public async Task A_thread_that_ends_a_call_keeps_its_own_span()
    {
        var source = new TaskCompletionSource();
        var call = _site.Start();
        var observed = call.Observe(source.Task, CancellationToken.None);
        Assert.Null(Activity.Current);
        using var other = s_callers.StartActivity("other");
        source.SetResult();
        await observed;
        Assert.Same(other, Activity.Current);
        Assert.Single(_ended);
    }

    [Fact]
    public async Task A_thread_that_breaks_a_stream_keeps_its_own_span()
    {
        var source = new TaskCompletionSource<bool>();
        var enumerator = _site.MeasureStream(new Waiting(source.Task), CancellationToken.None);
        var moved = enumerator.MoveNextAsync();
        using var other = s_callers.StartActivity("other");
        source.SetException(new InvalidOperationException());
        Assert.Same(other, Activity.Current);

        // Where the thread goes on with something else first, the stream ends on another.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await moved);
        Assert.Single(_ended);
        Assert.Same(other, Activity.Current);
    }

    [Theory]
    [InlineData(OperationLayer.Endpoint, 0)]
    [InlineData(OperationLayer.Filter, 0)]
    [InlineData(OperationLayer.Decorator, 1)]
    [InlineData(OperationLayer.Explicit, 1)]
    public void What_a_framework_calls_gets_no_second_span(OperationLayer layer, int spans)
    {
        var site = Sites.AvailabilityAndLatency(layer: layer);
        var ended = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Meter,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests end spans at the same time.
                if (span.DisplayName == site.Operation.Name)
                    ended++;
            },
        };
        ActivitySource.AddActivityListener(listener);
        site.Succeed();
        Assert.Equal(spans, ended);
    }

    public void Dispose() => _listener.Dispose();

    private sealed class Waiting(Task<bool> task) : IAsyncEnumerator<int>
    {
        public int Current => 0;

        public ValueTask<bool> MoveNextAsync() => new(task);

        public ValueTask DisposeAsync() => default;
    }

    private static async IAsyncEnumerable<int> Items(List<Activity?> inside)
    {
        for (var i = 0; i < 3; i++)
        {
            inside.Add(Activity.Current);
            await Task.Yield();
            yield return i;
        }
    }
}
