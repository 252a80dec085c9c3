using Reliability.AspNetCore.Lifecycle;

namespace Reliability.AspNetCore.Tests.Lifecycle;

public sealed class RequestsInFlightTests
{
    [Fact]
    public void Where_nothing_is_under_way_nobody_waits()
    {
        var requests = new RequestsInFlight();
        requests.End(requests.Begin());
        Assert.True(requests.FinishedAsync().IsCompleted);
    }

    [Fact]
    public void The_wait_ends_with_the_last_request_that_was_under_way_whatever_comes_later()
    {
        var requests = new RequestsInFlight();
        var (first, second) = (requests.Begin(), requests.Begin());
        var finished = requests.FinishedAsync();
        var later = requests.Begin();

        requests.End(first);
        Assert.False(finished.IsCompleted);
        Assert.Equal(2, requests.Count);

        requests.End(second);
        Assert.True(finished.IsCompleted);

        requests.End(later);
        Assert.Equal(0, requests.Count);
    }

    [Fact]
    public void The_end_of_a_later_request_ends_no_wait()
    {
        var requests = new RequestsInFlight();
        requests.Begin();
        var finished = requests.FinishedAsync();
        requests.End(requests.Begin());
        Assert.False(finished.IsCompleted);
    }

    [Fact]
    public async Task Whoever_began_before_the_wait_is_waited_for_however_the_threads_run()
    {
        for (var round = 0; round < 300; round++)
        {
            var requests = new RequestsInFlight();
            var (begun, ended) = (0, 0);
            using var start = new Barrier(5);
            var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 50; i++)
                {
                    var isEarlier = requests.Begin();
                    if (isEarlier)
                        Interlocked.Increment(ref begun);

                    Thread.SpinWait(i);
                    if (isEarlier)
                        Interlocked.Increment(ref ended);

                    requests.End(isEarlier);
                }
            })).ToArray();

            start.SignalAndWait(TestContext.Current.CancellationToken);
            Thread.SpinWait(round * 10);
            await requests.FinishedAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Equal(Volatile.Read(ref begun), Volatile.Read(ref ended));
            await Task.WhenAll(callers);
            Assert.Equal(0, requests.Count);
        }
    }
}
