using System.Threading.Channels;

namespace Reliability.Benchmarks.Storm;

/// <summary>A service that others need: it works off what it is sent, one after the other, and for a while it is down. One that refuses while it is
/// down works at a fixed rate and does not know who still waits, so it does work that nobody wants any more, as services do. One that hangs takes
/// what it is sent and answers nothing; when it works again it gets the less done the more wait for it, down to a half, but it passes over
/// those who have gone.</summary>
internal sealed class Dependency : IAsyncDisposable
{
    private readonly Channel<TaskCompletionSource> _queue = Channel.CreateUnbounded<TaskCompletionSource>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private readonly double _perSecond;
    private readonly bool _hangs;
    private int _seen;
    private int _waiting;

    public Dependency(double perSecond, bool hangs)
    {
        _perSecond = perSecond;
        _hangs = hangs;
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Whether it is down: what it is sent fails at once, or is not answered.</summary>
    public bool IsDown { get; set; }

    /// <summary>The requests that it was sent since the last time.</summary>
    public int TakeSeen() => Interlocked.Exchange(ref _seen, 0);

    public Task CallAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _seen);
        if (_hangs)
            return WaitAsync(cancellationToken);

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

    /// <summary>Waits where everybody can see who still does.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gone = cancellationToken.UnsafeRegister(static answer => ((TaskCompletionSource)answer!).TrySetCanceled(), answer);
        Interlocked.Increment(ref _waiting);
        try
        {
            _queue.Writer.TryWrite(answer);
            await answer.Task;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>What it can do now. Half of it is left when a quarter of a second of it waits.</summary>
    private double PerSecond() => _hangs ? _perSecond * (1 - (Math.Min(Volatile.Read(ref _waiting) / (_perSecond / 4), 1) / 2)) : _perSecond;

    private async Task WorkAsync()
    {
        var before = TimeProvider.System.GetTimestamp();
        var credit = 0d;
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
            var now = TimeProvider.System.GetTimestamp();
            credit = Math.Min(credit + (TimeProvider.System.GetElapsedTime(before, now).TotalSeconds * PerSecond()), _perSecond / 10);
            before = now;
            while (credit >= 1 && !IsDown && _queue.Reader.TryRead(out var request))
            {
                if (request.TrySetResult() || !_hangs)
                    credit--;
            }
        }
    }
}
