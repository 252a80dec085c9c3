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
    private PoolingAsyncValueTaskMethodBuilder<Outcome<T>> _builder;

    private OutcomeOf(TWork work)
    {
        _work = work;
        _builder = PoolingAsyncValueTaskMethodBuilder<Outcome<T>>.Create();
    }

    public static ValueTask<Outcome<T>> Of(TWork work)
    {
        if (work.IsCompleted)
            return new(Read(work));

        var waiting = new OutcomeOf<TWork, T>(work);
        work.Await(ref waiting._builder, ref waiting);
        return waiting._builder.Task;
    }

    public void MoveNext() => _builder.SetResult(Read(_work));

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();

    private static Outcome<T> Read(TWork work) =>
        work.IsSuccessful ? Outcome.FromResult(work.Result) : Outcome.FromException<T>(work.Failure);
}
