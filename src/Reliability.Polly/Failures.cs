using Polly;

namespace Reliability.Failover;

/// <summary>What an exception says about another attempt, and about the dependency.</summary>
internal static class Failures
{
    /// <summary>Whether another attempt may end better, where nobody says after which exceptions: not after cancellation, nor after what no
    /// repetition mends, nor where there is too much to do already. A timeout that arrives as a cancellation, as
    /// <c>HttpClient</c>'s does, is a timeout.</summary>
    public static bool MayPass(Exception exception) => exception switch
    {
        OperationCanceledException => exception.InnerException is TimeoutException,
        DeadlineExceededException or OverloadedException or ExecutionRejectedException => false,
        _ => !IsHopeless(exception),
    };

    /// <summary>Whether it is a failure of what was called. The caller's cancellation is not, nor is the end of the time that the caller
    /// gave: who gives a millisecond could open a breaker for everybody. The end of the operation's own time is one, although
    /// it reaches the breaker as a cancellation, or as what something that knows its deadline makes of it.</summary>
    public static bool BlamesDependency(Exception exception, FailoverCall call, CancellationToken token) => exception switch
    {
        OperationCanceledException => exception.InnerException is TimeoutException
            || (token.IsCancellationRequested && !call.IsCancelledByCaller && !call.IsCallersTime),
        DeadlineExceededException => call.IsOwnTimeOver,
        _ => !IsHopeless(exception),
    };

    /// <summary>The same list as that of REL0505.</summary>
    private static bool IsHopeless(Exception exception) =>
        exception is ArgumentException or NotSupportedException or NotImplementedException or InvalidCastException or FormatException;
}
