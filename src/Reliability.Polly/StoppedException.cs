namespace Reliability.Failover;

/// <summary>A core ended after it was told to stop, with something else than a cancellation. On its way through the pipeline it is one, which
/// every strategy knows; nobody outside ever sees it.</summary>
internal sealed class StoppedException(Exception cause, CancellationToken cancellationToken) : OperationCanceledException(cancellationToken)
{
    /// <summary>What the core threw. Not the inner exception: one that is a <see cref="TimeoutException"/> would say that something else had
    /// timed out.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>What people get to see. Polly may have put a cancellation of another token around it.</summary>
    public static Exception? Unwrap(Exception? exception) => Cancellations.Find<StoppedException>(exception)?.Cause ?? exception;
}
