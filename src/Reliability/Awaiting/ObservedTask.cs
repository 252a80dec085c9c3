using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reliability.Awaiting;

/// <summary>Waits for a task to end a call, and hands its outcome on. What <c>async</c> would make of it, written by hand for one
/// reason: a failure is handed on as it is. To <c>await</c> it would throw it once more, which costs as much as everything
/// else together and adds a frame of ours to its stack trace.</summary>
/// <remarks>A task with several exceptions hands on the first, as <c>await</c> does.</remarks>
/// <typeparam name="T">The result, or <see cref="Nothing"/>.</typeparam>
[StackTraceHidden]
[DebuggerStepThrough]
internal struct ObservedTask<T> : IAsyncStateMachine
{
    private readonly Task _task;
    private readonly CancellationToken _cancellationToken;
    private readonly Func<T, bool>? _isGood;
    private OperationCall _call;
    private AsyncTaskMethodBuilder<T> _builder;

    private ObservedTask(Task task, OperationCall call, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        _task = task;
        _call = call;
        _cancellationToken = cancellationToken;
        _isGood = isGood;
        _builder = AsyncTaskMethodBuilder<T>.Create();
    }

    public static Task<T> Of(Task task, OperationCall call, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        var waiting = new ObservedTask<T>(task, call, isGood, cancellationToken);
        if (task.IsCompleted)
        {
            waiting.MoveNext();
        }
        else
        {
            var awaiter = task.ConfigureAwait(false).GetAwaiter();
            waiting._builder.AwaitUnsafeOnCompleted(ref awaiter, ref waiting);
        }

        return waiting._builder.Task;
    }

    public void MoveNext()
    {
        if (_task.IsCompletedSuccessfully)
        {
            var result = typeof(T) == typeof(Nothing) ? default! : ((Task<T>)_task).Result;
            _call.Succeed(result, _isGood);
            _builder.SetResult(result);
        }
        else
        {
            var failure = Failures.Of(_task);
            _call.Fail(failure, _cancellationToken);
            _builder.SetException(failure);
        }
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}
