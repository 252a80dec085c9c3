using Reliability.Deadlines;

namespace Reliability.Failover;

/// <summary>An operation, or one attempt at it, took longer than its <c>[Timeout]</c> allows. When it was the caller's time that ran out,
/// it is a <see cref="DeadlineExceededException"/> instead; when the caller gave up, an <see cref="OperationCanceledException"/> of the
/// caller's token.</summary>
public sealed class OperationTimeoutException : TimeoutException, IEndOfTime
{
    /// <summary>Creates the exception without saying whose time it was.</summary>
    public OperationTimeoutException()
        : this("An operation took longer than its [Timeout] allows.")
    {
    }

    /// <summary>Creates the exception with a message of the caller's.</summary>
    /// <param name="message">The message.</param>
    public OperationTimeoutException(string message)
        : base(message) => Operation = "";

    /// <summary>Creates the exception with a message and a cause of the caller's.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cancellation by which the work ended.</param>
    public OperationTimeoutException(string message, Exception innerException)
        : base(message, innerException) => Operation = "";

    internal OperationTimeoutException(string operation, TimeSpan limit, bool isAttempt, Exception? cancellation)
        : base($"{(isAttempt ? "An attempt at '" : "'")}{operation}' took longer than its {limit.TotalMilliseconds:0.###} ms.", cancellation)
    {
        Operation = operation;
        Limit = limit;
        IsAttempt = isAttempt;
    }

    /// <summary>The operation.</summary>
    public string Operation { get; }

    /// <summary>The time that it had.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether it was the time of one attempt, and not that of the whole call.</summary>
    public bool IsAttempt { get; }
}
