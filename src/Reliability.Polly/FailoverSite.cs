using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;
using Reliability.Failover.Awaiting;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Failover;

/// <summary>Carries out what the attributes of one method say: outermost first the fallback, the admission, the total time, the retries,
/// the breaker and the time of an attempt. Emitted code creates one for each method and keeps it in a static field.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
public sealed class FailoverSite
{
    private readonly FailoverPolicy _declared;
    private readonly FailoverEvents _events;
    private readonly AdmissionGate? _gate;
    private readonly TimeProvider _clock;
    private FailoverPlan _plan;

    private FailoverSite(ServiceIdentity service, string operation, FailoverPolicy policy, CapacityLimits? capacity, TimeProvider clock)
    {
        Operation = operation;
        _declared = policy;
        _clock = clock;
        _events = FailoverEvents.Of(service, operation, policy);
        _gate = capacity is null ? null : AdmissionGate.Create(service, operation, capacity);
        _plan = new(this, operation, policy, _gate, clock);
        LongestTimeout.Set(this, policy.Timeout?.Total, operation);
    }

    /// <summary>The operation.</summary>
    internal string Operation { get; }

    /// <summary>What is carried out now: what is declared, as the configuration changes it.</summary>
    internal FailoverPolicy Policy => _plan.Policy;

    /// <summary>What the attributes say.</summary>
    internal FailoverPolicy Declared => _declared;

    internal FailoverEvents Events => _events;

    /// <summary>Creates the site of a method and announces it, so that its series exist at zero from the first collection on. Called by
    /// emitted code.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The name of the operation.</param>
    /// <param name="policy">What the attributes say.</param>
    /// <param name="capacity">How many calls there may be at a time; null when nothing limits them.</param>
    public static FailoverSite Create(ServiceIdentity service, string operation, FailoverPolicy policy, CapacityLimits? capacity) =>
        Create(service, operation, policy, capacity, TimeProvider.System);

    internal static FailoverSite Create(ServiceIdentity service, string operation, FailoverPolicy policy, CapacityLimits? capacity, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(policy);
        FailoverMetrics.EnsureCreated();
        var site = new FailoverSite(service, operation, policy, capacity, clock);
        OperationSettings.Register(new FailoverSettings(site));
        return site;
    }

    /// <summary>Makes a call.</summary>
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <param name="work">The work; its token is cancelled when its time is over or the caller gives up.</param>
    /// <param name="state">What the work is given.</param>
    /// <param name="fallback">Answers when the call has failed for good; null when nothing does.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public Task ExecuteAsync<TState>(
        Func<TState, CancellationToken, Task> work, TState state,
        Func<TState, Exception, CancellationToken, ValueTask>? fallback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (plan, call) = Begin(cancellationToken);
        var pending = plan.Pipeline.ExecuteOutcomeAsync(
            [StackTraceHidden, DebuggerStepThrough] static (context, given) =>
            {
                try
                {
                    given.Call.Reach();
                    return OutcomeOf<TaskWork, Nothing>.Of(new(given.Work(given.State, context.CancellationToken)), given.Call);
                }
                catch (Exception exception)
                {
                    return new(Outcome.FromException<Nothing>(given.Call.Ended(exception)));
                }
            },
            call.Context,
            new Given<TState, Func<TState, CancellationToken, Task>>(work, state, call));
        return HandedTask<Nothing>.Of(fallback is null ? pending : Answer(pending, plan, call, fallback, state, cancellationToken), call);
    }

    /// <inheritdoc cref="ExecuteAsync{TState}(Func{TState, CancellationToken, Task}, TState, Func{TState, Exception, CancellationToken, ValueTask}?, CancellationToken)" />
    /// <typeparam name="TState">What the work is given.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    public Task<TResult> ExecuteAsync<TState, TResult>(
        Func<TState, CancellationToken, Task<TResult>> work, TState state,
        Func<TState, Exception, CancellationToken, ValueTask<TResult>>? fallback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (plan, call) = Begin(cancellationToken);
        var pending = plan.Pipeline.ExecuteOutcomeAsync(
            [StackTraceHidden, DebuggerStepThrough] static (context, given) =>
            {
                try
                {
                    given.Call.Reach();
                    return OutcomeOf<TaskWork<TResult>, TResult>.Of(new(given.Work(given.State, context.CancellationToken)), given.Call);
                }
                catch (Exception exception)
                {
                    return new(Outcome.FromException<TResult>(given.Call.Ended(exception)));
                }
            },
            call.Context,
            new Given<TState, Func<TState, CancellationToken, Task<TResult>>>(work, state, call));
        return HandedTask<TResult>.Of(fallback is null ? pending : Answer(pending, plan, call, fallback, state, cancellationToken), call);
    }

    /// <inheritdoc cref="ExecuteAsync{TState}(Func{TState, CancellationToken, Task}, TState, Func{TState, Exception, CancellationToken, ValueTask}?, CancellationToken)" />
    public ValueTask ExecuteAsync<TState>(
        Func<TState, CancellationToken, ValueTask> work, TState state,
        Func<TState, Exception, CancellationToken, ValueTask>? fallback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (plan, call) = Begin(cancellationToken);
        var pending = plan.Pipeline.ExecuteOutcomeAsync(
            [StackTraceHidden, DebuggerStepThrough] static (context, given) =>
            {
                try
                {
                    given.Call.Reach();
                    return OutcomeOf<ValueTaskWork, Nothing>.Of(new(given.Work(given.State, context.CancellationToken)), given.Call);
                }
                catch (Exception exception)
                {
                    return new(Outcome.FromException<Nothing>(given.Call.Ended(exception)));
                }
            },
            call.Context,
            new Given<TState, Func<TState, CancellationToken, ValueTask>>(work, state, call));
        return HandedValueTask.Of(fallback is null ? pending : Answer(pending, plan, call, fallback, state, cancellationToken), call);
    }

    /// <inheritdoc cref="ExecuteAsync{TState, TResult}(Func{TState, CancellationToken, Task{TResult}}, TState, Func{TState, Exception, CancellationToken, ValueTask{TResult}}?, CancellationToken)" />
    public ValueTask<TResult> ExecuteAsync<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> work, TState state,
        Func<TState, Exception, CancellationToken, ValueTask<TResult>>? fallback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (plan, call) = Begin(cancellationToken);
        var pending = plan.Pipeline.ExecuteOutcomeAsync(
            [StackTraceHidden, DebuggerStepThrough] static (context, given) =>
            {
                try
                {
                    given.Call.Reach();
                    return OutcomeOf<ValueTaskWork<TResult>, TResult>.Of(new(given.Work(given.State, context.CancellationToken)), given.Call);
                }
                catch (Exception exception)
                {
                    return new(Outcome.FromException<TResult>(given.Call.Ended(exception)));
                }
            },
            call.Context,
            new Given<TState, Func<TState, CancellationToken, ValueTask<TResult>>>(work, state, call));
        return HandedValueTask<TResult>.Of(fallback is null ? pending : Answer(pending, plan, call, fallback, state, cancellationToken), call);
    }

    /// <summary>What is declared, as a configuration changes it; the breaker keeps its state where nothing of it changes.</summary>
    internal void Apply(FailoverPolicy policy)
    {
        if (policy == _plan.Policy)
            return;

        var old = _plan;
        Volatile.Write(ref _plan, new(this, Operation, policy, _gate, _clock));
        LongestTimeout.Set(this, policy.Timeout?.Total, Operation);
        old.Retire();
    }

    private (FailoverPlan Plan, FailoverCall Call) Begin(CancellationToken cancellationToken)
    {
        var plan = Volatile.Read(ref _plan);
        return (plan, FailoverCall.Begin(_events, plan.Share, _clock, cancellationToken));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome<Nothing>> Answer<TState>(
        ValueTask<Outcome<Nothing>> pending, FailoverPlan plan, FailoverCall call,
        Func<TState, Exception, CancellationToken, ValueTask> fallback, TState state, CancellationToken cancellationToken)
    {
        var outcome = call.Told(await pending.ConfigureAwait(false));
        if (outcome.Exception is not { } exception || !plan.IsAnswered(exception, call))
            return outcome;

        call.Count(FailoverEvent.Fallback);
        return await OutcomeOf<ValueTaskWork, Nothing>.Of(new(fallback(state, exception, cancellationToken))).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome<TResult>> Answer<TState, TResult>(
        ValueTask<Outcome<TResult>> pending, FailoverPlan plan, FailoverCall call,
        Func<TState, Exception, CancellationToken, ValueTask<TResult>> fallback, TState state, CancellationToken cancellationToken)
    {
        var outcome = call.Told(await pending.ConfigureAwait(false));
        if (outcome.Exception is not { } exception || !plan.IsAnswered(exception, call))
            return outcome;

        call.Count(FailoverEvent.Fallback);
        return await OutcomeOf<ValueTaskWork<TResult>, TResult>.Of(new(fallback(state, exception, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>What the core needs, handed through the pipeline.</summary>
    private readonly record struct Given<TState, TWork>(TWork Work, TState State, FailoverCall Call);
}
