using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Reliability.Deadlines;

namespace Reliability.Failover;

/// <summary>One call on its way through a pipeline: what the strategies tell each other. Lent out again when the call has ended, so that a
/// call costs no memory.</summary>
internal sealed class FailoverCall
{
    private const int MostKept = 256;

    private static readonly ResiliencePropertyKey<FailoverCall> s_key = new("reliability.call");
    private static readonly ConcurrentQueue<FailoverCall> s_kept = new();

    private FailoverEvents _events = null!;
    private RetryBudget.Share? _share;
    private TimeProvider _clock = null!;
    private CancellationToken _callers;
    private long _started;
    private TimeSpan? _limit;

    /// <summary>What the pipeline carries.</summary>
    public ResilienceContext Context { get; private set; } = null!;

    /// <summary>Whether the core was not reached, this attempt: a breaker is open.</summary>
    public bool IsRejected { get; set; }

    /// <summary>Whether the time of the call is what its caller gave it.</summary>
    public bool IsCallersTime { get; private set; }

    /// <summary>The time that the timeout ahead is given.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>Whether a timeout of ours has just ended something.</summary>
    public bool IsTimeOver { get; set; }

    /// <summary>The pause before the next attempt.</summary>
    public TimeSpan Pause { get; set; }

    /// <summary>Whether the caller gave up.</summary>
    public bool IsCancelledByCaller => _callers.IsCancellationRequested;

    /// <summary>Whether the operation's own time is over, as far as timers can tell; that of its caller does not count.</summary>
    public bool IsOwnTimeOver => _limit is { } limit && !IsCallersTime && TimeLimit.IsOver(limit, _clock.GetElapsedTime(_started));

    /// <summary>Whether the time that the caller gave is over, as far as timers can tell, and the operation's own is not.</summary>
    public bool IsCallersTimeOver => !IsOwnTimeOver && Remaining is { } left && TimeLimit.IsOver(left);

    /// <summary>What is left of the call's time; null when nothing limits it.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            var own = _limit - _clock.GetElapsedTime(_started);
            return Deadline.Current?.Remaining is { } callers && !(own < callers) ? callers : own;
        }
    }

    /// <summary>The call that a context belongs to.</summary>
    public static FailoverCall Of(ResilienceContext context) => context.Properties.GetValue(s_key, null!);

    /// <summary>Begins a call.</summary>
    public static FailoverCall Begin(FailoverEvents events, RetryBudget.Share? share, TimeProvider clock, CancellationToken callers)
    {
        if (!s_kept.TryDequeue(out var call))
            call = new();

        call._events = events;
        call._share = share;
        call._clock = clock;
        call._callers = callers;
        call._limit = null;
        call.IsCallersTime = false;
        call.IsTimeOver = false;
        call.IsRejected = true;
        call.Context = ResilienceContextPool.Shared.Get(events.Operation, continueOnCapturedContext: false, callers);
        call.Context.Properties.Set(s_key, call);
        return call;
    }

    /// <summary>Says how long the call may take from now on.</summary>
    public void Limit(TimeSpan time, bool isCallers)
    {
        _limit = time;
        IsCallersTime = isCallers;
        _started = _clock.GetTimestamp();
    }

    /// <summary>An attempt has come as far as the core. The first one earns what a call does; one that is turned away before earns
    /// nothing, because the dependency has not seen it.</summary>
    public void Reach()
    {
        IsRejected = false;
        _share?.Count();
        _share = null;
    }

    /// <summary>What the core ended with. From the moment at which its time is over it is being stopped, and what it throws is how it stopped: not
    /// every client says <see cref="OperationCanceledException"/>; gRPC has an exception of its own, databases have theirs, and a connection
    /// that is torn down is an <see cref="IOException"/>. So it is not the type that tells but whose token had ended. Only of the caller's the
    /// type is asked as well: a failure stays one although the caller has gone.</summary>
    public Exception Ended(Exception exception)
    {
        var token = Context.CancellationToken;
        return token.IsCancellationRequested
            && exception is not OperationCanceledException
            && (!IsCancelledByCaller || Cancellations.Is(exception))
                ? new StoppedException(exception, token)
                : exception;
    }

    /// <summary>Counts.</summary>
    public void Count(FailoverEvent what) => _events.Count(what);

    /// <summary>What the caller is told: of its own cancellation it hears by its own token, whichever of ours brought it.</summary>
    public Outcome<T> Told<T>(Outcome<T> outcome)
    {
        if (IsRejected && outcome.Exception is BrokenCircuitException)
        {
            Count(FailoverEvent.BreakerRejected);
            IsRejected = false;
        }

        var ended = StoppedException.Unwrap(outcome.Exception);
        if (_callers.IsCancellationRequested
            && outcome.Exception is OperationCanceledException { InnerException: not TimeoutException } cancellation
            && (cancellation.CancellationToken != _callers || cancellation != ended))
        {
            return Outcome.FromException<T>(new OperationCanceledException(cancellation.Message, ended, _callers));
        }

        return ended == outcome.Exception ? outcome : Outcome.FromException<T>(ended!);
    }

    /// <summary>Ends the call. Nothing may ask it anything from then on.</summary>
    public void End()
    {
        ResilienceContextPool.Shared.Return(Context);
        Context = null!;
        _callers = default;
        _share = null;
        if (s_kept.Count < MostKept)
            s_kept.Enqueue(this);
    }
}
