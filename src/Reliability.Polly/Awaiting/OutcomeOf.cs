using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;

namespace Reliability.Failover.Awaiting;

/// <summary>Waits for a core and makes an outcome of what it ended with. What <c>async</c> would make of it, written by hand for one reason:
/// to <c>await</c> a failure would throw it once more.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal struct OutcomeOf<TWork, T> : IAsyncStateMachine
    where TWork : struct, IWork<T>
{
    private readonly TWork _work;
    private readonly FailoverCall? _call;
    private PoolingAsyncValueTaskMethodBuilder<Outcome<T>> _builder;

    private OutcomeOf(TWork work, FailoverCall? call)
    {
        _work = work;
        _call = call;
        _builder = PoolingAsyncValueTaskMethodBuilder<Outcome<T>>.Create();
    }

    /// <param name="work">What to wait for.</param>
    /// <param name="call">The call that it is the core of; null for what answers in its place.</param>
    public static ValueTask<Outcome<T>> Of(TWork work, FailoverCall? call = null)
    {
        if (work.IsCompleted)
            return new(Read(work, call));

        var waiting = new OutcomeOf<TWork, T>(work, call);
        work.Await(ref waiting._builder, ref waiting);
        return waiting._builder.Task;
    }

    public void MoveNext() => _builder.SetResult(Read(_work, _call));

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();

    private static Outcome<T> Read(TWork work, FailoverCall? call)
    {
        if (work.IsSuccessful)
            return Outcome.FromResult(work.Result);

        var failure = work.Failure;
        return Outcome.FromException<T>(call is null ? failure : call.Ended(failure));
    }
}
