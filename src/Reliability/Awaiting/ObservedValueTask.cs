using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reliability.Awaiting;

/// <summary>What <see cref="ObservedTask{T}"/> is for tasks; it allocates nothing.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal struct ObservedValueTask : IAsyncStateMachine
{
    private readonly ValueTask _task;
    private readonly CancellationToken _cancellationToken;
    private OperationCall _call;
    private PoolingAsyncValueTaskMethodBuilder _builder;

    private ObservedValueTask(ValueTask task, OperationCall call, CancellationToken cancellationToken)
    {
        _task = task;
        _call = call;
        _cancellationToken = cancellationToken;
        _builder = PoolingAsyncValueTaskMethodBuilder.Create();
    }

    public static ValueTask Of(ValueTask task, OperationCall call, CancellationToken cancellationToken)
    {
        var waiting = new ObservedValueTask(task, call, cancellationToken);
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
            _task.GetAwaiter().GetResult();
            _call.Succeed();
            _builder.SetResult();
        }
        else
        {
            var failure = Failures.Of(_task.AsTask());
            _call.Fail(failure, _cancellationToken);
            _builder.SetException(failure);
        }
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}

/// <inheritdoc cref="ObservedValueTask" />
/// <typeparam name="T">The result.</typeparam>
[StackTraceHidden]
[DebuggerStepThrough]
internal struct ObservedValueTask<T> : IAsyncStateMachine
{
    private readonly ValueTask<T> _task;
    private readonly CancellationToken _cancellationToken;
    private readonly Func<T, bool>? _isGood;
    private OperationCall _call;
    private PoolingAsyncValueTaskMethodBuilder<T> _builder;

    private ObservedValueTask(ValueTask<T> task, OperationCall call, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        _task = task;
        _call = call;
        _cancellationToken = cancellationToken;
        _isGood = isGood;
        _builder = PoolingAsyncValueTaskMethodBuilder<T>.Create();
    }

    public static ValueTask<T> Of(ValueTask<T> task, OperationCall call, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        var waiting = new ObservedValueTask<T>(task, call, isGood, cancellationToken);
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
            var result = _task.Result;
            _call.Succeed(result, _isGood);
            _builder.SetResult(result);
        }
        else
        {
            var failure = Failures.Of(_task.AsTask());
            _call.Fail(failure, _cancellationToken);
            _builder.SetException(failure);
        }
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}
