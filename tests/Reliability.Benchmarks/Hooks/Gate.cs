using System.Threading.Tasks.Sources;

namespace Reliability.Benchmarks.Hooks;

/// <summary>Something to wait for that the benchmark itself finishes, on its own thread, after the operation has begun: the
/// await is a real one, yet no thread pool adds its noise, and the gate itself allocates nothing.</summary>
public sealed class Gate : IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _source;

    /// <summary>Closes the gate and waits for it to open. One waiter at a time.</summary>
    public ValueTask<int> WaitAsync()
    {
        _source.Reset();
        return new(this, _source.Version);
    }

    /// <summary>Lets the waiter go on: everything up to the end of the operation happens inside this call.</summary>
    public void Open() => _source.SetResult(1);

    int IValueTaskSource<int>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
