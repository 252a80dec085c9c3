using System.Diagnostics;

namespace Reliability.Streams;

/// <summary>A stream of which each enumeration is a call of its own: the work begins when the first item is asked for, not
/// when the stream is handed out.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal sealed class MeasuredStream<T>(IAsyncEnumerable<T> stream, OperationSite site, CancellationToken callers) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new MeasuredEnumerator<T>(stream.GetAsyncEnumerator(cancellationToken), site, callers, cancellationToken);
}
