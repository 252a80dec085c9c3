using System.Runtime.CompilerServices;

namespace Reliability.Tests;

/// <summary>A stream is measured from the first item that is asked for to the end of its disposal.</summary>
public class StreamTests
{
    [Fact]
    public async Task A_stream_that_nobody_reads_is_no_event()
    {
        var site = Sites.Availability();
        _ = site.MeasureStream(Items(3), CancellationToken.None);
        await using var enumerator = site.MeasureStream(Items(3), CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        Assert.Equal(((0, 0), 0), (site.Events(0), site.Active));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_is_read_is_one_good_event(bool waits)
    {
        var site = Sites.Availability();
        Assert.Equal([0, 1, 2], await All(site.MeasureStream(Items(3, waits), CancellationToken.None)));
        Assert.Equal(((1, 0), 0), (site.Events(0), site.Active));
    }

    [Fact]
    public async Task Each_enumeration_is_an_event()
    {
        var site = Sites.Availability();
        var stream = site.MeasureStream(Items(2), CancellationToken.None);
        await All(stream);
        await All(stream);
        Assert.Equal((2, 0), site.Events(0));
    }

    [Fact]
    public async Task A_stream_is_under_way_until_it_is_disposed()
    {
        var site = Sites.Availability();
        var enumerator = site.MeasureStream(Items(1), CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        await enumerator.MoveNextAsync();
        await enumerator.MoveNextAsync();
        var ended = (site.Events(0), site.Active);
        await enumerator.DisposeAsync();
        Assert.Equal((((0L, 0L), 1L), ((1L, 0L), 0L)), (ended, (site.Events(0), site.Active)));
    }

    [Fact]
    public async Task A_consumer_that_stops_early_has_what_it_wanted()
    {
        var site = Sites.Availability();
        await foreach (var _ in site.MeasureStream(Items(10), CancellationToken.None))
            break;

        Assert.Equal((1, 0), site.Events(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_breaks_is_bad_once(bool waits)
    {
        var site = Sites.Availability();
        await Assert.ThrowsAsync<InvalidOperationException>(() => All(site.MeasureStream(Items(2, waits, fails: true), CancellationToken.None)));
        Assert.Equal(((0, 1), 0), (site.Events(0), site.Active));
    }

    [Fact]
    public async Task A_disposal_that_fails_is_bad()
    {
        var site = Sites.Availability();
        await Assert.ThrowsAsync<FormatException>(() => All(site.MeasureStream(FailsAtTheEnd(), CancellationToken.None)));
        Assert.Equal(((0, 1), 0), (site.Events(0), site.Active));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cancellation_by_whoever_asked_or_reads_is_not_counted(bool asked)
    {
        var site = Sites.Availability();
        using var cancellation = new CancellationTokenSource();
        var stream = site.MeasureStream(Endless(asked ? cancellation.Token : default), asked ? cancellation.Token : default);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in stream.WithCancellation(asked ? default : cancellation.Token))
                await cancellation.CancelAsync();
        });
        Assert.Equal(((0, 0), 0), (site.Events(0), site.Active));
    }

    [Fact]
    public async Task A_duration_includes_what_the_consumer_took()
    {
        var site = Sites.AvailabilityAndLatency(milliseconds: 20m);
        await foreach (var _ in site.MeasureStream(Items(2), CancellationToken.None))
            await Task.Delay(30, TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), site.Events(1));
    }

    [Fact]
    public async Task Waiting_allocates_once_for_an_enumeration_and_not_for_an_item()
    {
        var site = Sites.Availability();
        await ReadAsync(site, 10);

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        var (few, many) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            few = Math.Min(few, await ReadAsync(site, 10));
            many = Math.Min(many, await ReadAsync(site, 1_010));
        }

        Assert.InRange(many - few, 0, 100);
    }

    [Fact]
    public void A_sequence_is_measured_while_it_is_read()
    {
        var site = Sites.Availability();
        var sequence = site.MeasureStream(Enumerable.Range(0, 3).Where(_ => site.Active == 1), CancellationToken.None);
        Assert.Equal([0, 1, 2], sequence);
        Assert.Equal(((1, 0), 0), (site.Events(0), site.Active));
    }

    [Fact]
    public void A_sequence_that_breaks_is_bad()
    {
        var site = Sites.Availability();
        Assert.Throws<DivideByZeroException>(() => site.MeasureStream(Enumerable.Range(0, 3).Select(i => 1 / (1 - i)), CancellationToken.None).Sum());
        Assert.Equal(((0, 1), 0), (site.Events(0), site.Active));
    }

    /// <summary>The bytes that reading a stream costs of which every item is waited for.</summary>
    private static async Task<long> ReadAsync(OperationSite site, int count)
    {
        var source = new ManualStream();
        await using var enumerator = site.MeasureStream((IAsyncEnumerable<int>)source, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < count; i++)
        {
            var moved = enumerator.MoveNextAsync();
            source.Complete();
            _ = moved.IsCompletedSuccessfully && moved.Result ? true : throw new InvalidOperationException("not moved");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task<List<int>> All(IAsyncEnumerable<int> stream)
    {
        var items = new List<int>();
        await foreach (var item in stream)
            items.Add(item);

        return items;
    }

    private static async IAsyncEnumerable<int> Items(int count, bool waits = false, bool fails = false)
    {
        for (var i = 0; i < count; i++)
        {
            if (waits)
                await Task.Yield();

            yield return i;
        }

        if (fails)
            throw new InvalidOperationException();
    }

    private static async IAsyncEnumerable<int> FailsAtTheEnd()
    {
        try
        {
            yield return 1;
            await Task.Yield();
        }
        finally
        {
            Fail();
        }

        static void Fail() => throw new FormatException();
    }

    private static async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            yield return 0;
            await Task.Delay(1, cancellationToken);
        }
    }

    /// <summary>A stream whose items come when the test says so, on the test's own thread.</summary>
    private sealed class ManualStream : IAsyncEnumerable<int>, IAsyncEnumerator<int>, System.Threading.Tasks.Sources.IValueTaskSource<bool>
    {
        private System.Threading.Tasks.Sources.ManualResetValueTaskSourceCore<bool> _core;

        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            _core.Reset();
            return new(this, _core.Version);
        }

        public void Complete() => _core.SetResult(true);

        public ValueTask DisposeAsync() => default;

        public bool GetResult(short token) => _core.GetResult(token);

        public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
