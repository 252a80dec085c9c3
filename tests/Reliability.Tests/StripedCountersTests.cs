namespace Reliability.Tests;

public class StripedCountersTests
{
    /// <summary>With one stripe the threads do get in each other's way.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void No_event_is_lost_however_many_threads_count(int stripes)
    {
        const int Threads = 16;
        const int Each = 100_000;
        var counters = new StripedCounters(3, stripes);
        using var start = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Each; i++)
                counters.Increment(number % 3);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal((6L * Each, 5L * Each, 5L * Each), (counters.Read(0), counters.Read(1), counters.Read(2)));
    }

    [Fact]
    public void A_count_never_shrinks_while_others_count()
    {
        var counters = new StripedCounters(1);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                counters.Increment(0);
        })).ToList();
        writers.ForEach(thread => thread.Start());
        var last = 0L;
        var shrunk = false;
        for (var i = 0; i < 20_000; i++)
        {
            var now = counters.Read(0);
            shrunk |= now < last;
            last = now;
        }

        stop.Cancel();
        writers.ForEach(thread => thread.Join());
        Assert.False(shrunk);
    }

    [Fact]
    public void More_counters_than_a_line_holds_do_not_mix()
    {
        var counters = new StripedCounters(40);
        for (var counter = 0; counter < 40; counter++)
        {
            for (var i = 0; i <= counter; i++)
                counters.Increment(counter);
        }

        Assert.Equal(Enumerable.Range(1, 40).Select(count => (long)count), Enumerable.Range(0, 40).Select(counters.Read));
    }

    [Fact]
    public void A_counter_that_nobody_uses_is_zero() => Assert.Equal(0, new StripedCounters(1).Read(0));
}
