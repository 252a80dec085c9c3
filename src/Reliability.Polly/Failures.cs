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
        OverloadedException or ExecutionRejectedException => false,
        _ => !IsHopeless(exception) && !IsDeadline(exception),
    };

    /// <summary>Whether it is a failure of what was called. The caller's cancellation is not, nor is the end of the time that the caller
    /// gave: who gives a millisecond, or hangs up after one, could open a breaker for everybody. The end of the operation's own time is one,
    /// although it reaches the breaker as a cancellation, or as what something that knows its deadline makes of it.</summary>
    public static bool BlamesDependency(Exception exception, FailoverCall call, CancellationToken token) => exception switch
    {
        OperationCanceledException => exception.InnerException is TimeoutException
            || (token.IsCancellationRequested && !call.IsCancelledByCaller && !call.IsCallersTime),
        _ when call.IsCancelledByCaller || IsHopeless(exception) => false,
        _ when IsDeadline(exception) => call.IsOwnTimeOver,
        _ => !call.IsCallersTimeOver || !IsEndOfTime(exception),
    };

    /// <summary>Whether something says that its deadline has passed. gRPC does so by a status, which needs a reference to gRPC to be read; so it is
    /// known by the name of the exception and by the message, which begins with the status. It is asked only about a time that is over as
    /// far as timers can tell: what is not understood then is a failure like any other.</summary>
    public static bool IsEndOfTime(Exception exception) =>
        IsDeadline(exception)
        || (exception.GetType().FullName == "Grpc.Core.RpcException" && exception.Message.StartsWith("Status(StatusCode=\"DeadlineExceeded\"", StringComparison.Ordinal));

    /// <summary>Whether it is our own exception that says so, or one that a client has put around it; but not that of an operation whose own time
    /// was over, whatever the reason was inside of it.</summary>
    private static bool IsDeadline(Exception exception) => Cancellations.Find<TimeoutException>(exception) is DeadlineExceededException;

    /// <summary>The same list as that of REL0505.</summary>
    private static bool IsHopeless(Exception exception) =>
        exception is ArgumentException or NotSupportedException or NotImplementedException or InvalidCastException or FormatException;
}
