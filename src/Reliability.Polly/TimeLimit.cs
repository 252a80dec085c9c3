using System.Runtime.CompilerServices;
using Polly;
using Polly.Timeout;
using Reliability.Deadlines;

namespace Reliability.Failover;

/// <summary>Stands before Polly's timeout and says what it cannot know: whose time it is, and what the caller is told when it is over. What
/// the core calls meanwhile is told the same deadline.</summary>
internal sealed class TimeLimit(string operation, TimeSpan limit, bool isAttempt, TimeProvider clock) : ResilienceStrategy
{
    /// <summary>The timeout that it stands before.</summary>
    public static TimeoutStrategyOptions Options(bool isAttempt) => new()
    {
        Name = isAttempt ? "AttemptTimeout" : "Timeout",
        TimeoutGenerator = static arguments => new(FailoverCall.Of(arguments.Context).Time),
        OnTimeout = static arguments =>
        {
            FailoverCall.Of(arguments.Context).IsTimeOver = true;
            return default;
        },
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var call = FailoverCall.Of(context);
        var callers = isAttempt ? null : Deadline.Current?.Remaining;
        var isCallers = callers <= limit;
        call.Time = isCallers ? callers!.Value : limit;
        if (call.Time <= TimeSpan.Zero)
            return Outcome.FromException<TResult>(new DeadlineExceededException($"The time that the caller of '{operation}' gave was over before it began."));

        if (!isAttempt)
            call.Limit(call.Time, isCallers);

        using var deadline = Deadline.Begin(call.Time, clock);
        var outcome = await callback(context, state).ConfigureAwait(false);
        if (!call.IsTimeOver)
            return outcome;

        // Polly's exception says no more than ours; what it holds is the cancellation by which the work ended.
        call.IsTimeOver = false;
        call.Count(isAttempt ? FailoverEvent.AttemptTimeout : FailoverEvent.Timeout);
        var cancellation = outcome.Exception?.InnerException ?? outcome.Exception;
        return Outcome.FromException<TResult>(isCallers
            ? new DeadlineExceededException($"The time that the caller of '{operation}' gave is over.", cancellation)
            : new OperationTimeoutException(operation, limit, isAttempt, cancellation));
    }
}
