using System.Threading.Channels;

namespace Reliability.Benchmarks.Storm;

/// <summary>A service that others need: it works off what it is sent, one after the other, at a fixed rate, and for a while it is down. It does not
/// know who still waits, so it does work that nobody wants any more, as services do.</summary>
internal sealed class Dependency : IAsyncDisposable
{
    private readonly Channel<TaskCompletionSource> _queue = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private readonly double _perSecond;
    private int _seen;

    public Dependency(double perSecond)
    {
        _perSecond = perSecond;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Whether it is down: what it is sent fails at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>The requests that it was sent since the last time.</summary>
    public int TakeSeen() => Interlocked.Exchange(ref _seen, 0);

    public Task CallAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _seen);
        if (IsDown)
            return Task.FromException(new IOException("Connection refused"));

        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Writer.TryWrite(answer);
        return answer.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        var before = TimeProvider.System.GetTimestamp();
        var credit = 0d;
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
            var now = TimeProvider.System.GetTimestamp();
            credit = Math.Min(credit + (TimeProvider.System.GetElapsedTime(before, now).TotalSeconds * _perSecond), _perSecond / 10);
            before = now;
            while (credit >= 1 && !IsDown && _queue.Reader.TryRead(out var request))
            {
                request.TrySetResult();
                credit--;
            }
        }
    }
}
