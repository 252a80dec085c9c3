using System.Runtime.CompilerServices;
using Polly;
using Polly.Timeout;
using Reliability.Deadlines;

namespace Reliability.Failover;

/// <summary>Stands before Polly's timeout and says what it cannot know: whose time it is, and what the caller is told when it is over. What
/// the core calls meanwhile is told the same deadline.</summary>
internal sealed class TimeLimit(string operation, TimeSpan limit, bool isAttempt, TimeProvider clock) : ResilienceStrategy
{
    // More than a tick of the coarsest timer, which is 15.6 ms.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMilliseconds(20);

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

    /// <summary>Whether a time is over as far as timers can tell: one that was set for the rest of it may be due a little earlier.</summary>
    /// <param name="limit">The time.</param>
    /// <param name="elapsed">How much of it has gone by.</param>
    public static bool IsOver(TimeSpan limit, TimeSpan elapsed) => limit - elapsed <= (limit / 2 < s_tolerance ? limit / 2 : s_tolerance);

    /// <summary>The same of a time that somebody else has set.</summary>
    /// <param name="remaining">What is left of it.</param>
    public static bool IsOver(TimeSpan remaining) => remaining <= s_tolerance;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        var call = FailoverCall.Of(context);
        var given = Deadline.Current?.Remaining;
        var callers = isAttempt ? null : given;
        var isCallers = callers <= limit;
        var isOurs = !(given <= limit);
        call.Time = isCallers ? callers!.Value : limit;
        if (call.Time <= TimeSpan.Zero)
            return Outcome.FromException<TResult>(new DeadlineExceededException($"The time that the caller of '{operation}' gave was over before it began."));

        if (!isAttempt)
            call.Limit(call.Time, isCallers);

        var begun = clock.GetTimestamp();
        using var deadline = Deadline.Begin(call.Time, clock);
        var outcome = await callback(context, state).ConfigureAwait(false);

        // What the core calls is told the same deadline, and its timer may be due a moment before Polly's.
        var isToldFirst = isOurs && outcome.Exception is not null && IsOver(limit, clock.GetElapsedTime(begun)) && Failures.IsEndOfTime(outcome.Exception);
        if (!call.IsTimeOver && !isToldFirst)
            return outcome;

        // Polly's exception says no more than ours; what it holds is the cancellation by which the work ended. The other one says what was
        // being waited for.
        call.IsTimeOver = false;
        if (!isCallers)
            call.Count(isAttempt ? FailoverEvent.AttemptTimeout : FailoverEvent.Timeout);

        var cancellation = StoppedException.Unwrap(isToldFirst ? outcome.Exception : outcome.Exception?.InnerException ?? outcome.Exception);
        return Outcome.FromException<TResult>(isCallers
            ? new DeadlineExceededException($"The time that the caller of '{operation}' gave is over.", cancellation)
            : new OperationTimeoutException(operation, limit, isAttempt, cancellation));
    }
}
