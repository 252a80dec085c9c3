using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Reliability.Streams;

/// <summary>One enumeration of a stream: a call from the first <c>MoveNextAsync</c> to the end of <c>DisposeAsync</c>. A
/// consumer that stops early has what it wanted; a failure, of the disposal too, is bad.</summary>
/// <remarks>A wrapper and no second iterator: items that are there already pass through, and waiting for the others reuses this
/// one object.</remarks>
[StackTraceHidden]
[DebuggerStepThrough]
internal sealed class MeasuredEnumerator<T> : IAsyncEnumerator<T>, IValueTaskSource<bool>
{
    private readonly IAsyncEnumerator<T> _inner;
    private readonly OperationSite _site;
    private readonly CancellationToken _callers;
    private readonly CancellationToken _consumers;
    private OperationCall _call;
    private bool _begun;
    private Action? _onMoved;
    private ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter _pending;
    private ManualResetValueTaskSourceCore<bool> _moved;

    /// <param name="inner">The enumeration.</param>
    /// <param name="site">The operation.</param>
    /// <param name="callers">The token of whoever asked for the stream.</param>
    /// <param name="consumers">The token of whoever enumerates it.</param>
    public MeasuredEnumerator(IAsyncEnumerator<T> inner, OperationSite site, CancellationToken callers, CancellationToken consumers)
    {
        _inner = inner;
        _site = site;
        _callers = callers;
        _consumers = consumers;
    }

    public T Current => _inner.Current;

    private CancellationToken Cancelled => _callers.IsCancellationRequested ? _callers : _consumers;

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_begun)
        {
            _begun = true;
            _call = _site.Start();
        }

        _call.Enter();
        try
        {
            var next = _inner.MoveNextAsync();
            return next.IsCompletedSuccessfully ? next : WhenMoved(next);
        }
        catch (Exception exception) when (_call.Fail(exception, Cancelled))
        {
            throw;
        }
        finally
        {
            // The consumer's own work between two items is not part of the span.
            _call.Leave();
        }
    }

    public ValueTask DisposeAsync()
    {
        _call.Enter();
        try
        {
            var disposal = _inner.DisposeAsync();
            return _begun ? _call.Observe(disposal, Cancelled) : disposal;
        }
        catch (Exception exception) when (_call.Fail(exception, Cancelled))
        {
            throw;
        }
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _moved.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _moved.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _moved.OnCompleted(continuation, state, token, flags);

    private ValueTask<bool> WhenMoved(ValueTask<bool> next)
    {
        _moved.Reset();
        _pending = next.ConfigureAwait(false).GetAwaiter();
        if (_pending.IsCompleted)
            OnMoved();
        else
            _pending.UnsafeOnCompleted(_onMoved ??= OnMoved);

        return new(this, _moved.Version);
    }

    private void OnMoved()
    {
        bool moved;
        try
        {
            moved = _pending.GetResult();
        }
        catch (Exception exception)
        {
            _call.Fail(exception, Cancelled);
            _moved.SetException(exception);
            return;
        }

        _moved.SetResult(moved);
    }
}
