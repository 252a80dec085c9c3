using System.Collections;
using System.Diagnostics;

namespace Reliability.Streams;

/// <summary>A sequence made by an iterator, of which each enumeration is a call of its own: the work begins when the first
/// item is asked for.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal sealed class MeasuredSequence<T>(IEnumerable<T> sequence, OperationSite site, CancellationToken callers) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new MeasuredSequenceEnumerator<T>(sequence.GetEnumerator(), site, callers);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One enumeration: a call from the first <c>MoveNext</c> to the end of <c>Dispose</c>.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal sealed class MeasuredSequenceEnumerator<T>(IEnumerator<T> inner, OperationSite site, CancellationToken callers) : IEnumerator<T>
{
    private OperationCall _call;
    private bool _begun;

    public T Current => inner.Current;

    object? IEnumerator.Current => inner.Current;

    public bool MoveNext()
    {
        if (!_begun)
        {
            _begun = true;
            _call = site.Start();
        }

        _call.Enter();
        try
        {
            return inner.MoveNext();
        }
        catch (Exception exception) when (_call.Fail(exception, callers))
        {
            throw;
        }
        finally
        {
            _call.Leave();
        }
    }

    public void Dispose()
    {
        _call.Enter();
        try
        {
            inner.Dispose();
            _call.Succeed();
        }
        catch (Exception exception) when (_call.Fail(exception, callers))
        {
            throw;
        }
    }

    public void Reset() => inner.Reset();
}
