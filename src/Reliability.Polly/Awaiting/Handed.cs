using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;

namespace Reliability.Failover.Awaiting;

/// <summary>Hands the outcome of a pipeline to the caller as a task, and ends the call. A failure is handed on as it is.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal struct HandedTask<T> : IAsyncStateMachine
{
    private readonly ValueTask<Outcome<T>> _pending;
    private readonly FailoverCall _call;
    private AsyncTaskMethodBuilder<T> _builder;

    private HandedTask(ValueTask<Outcome<T>> pending, FailoverCall call)
    {
        _pending = pending;
        _call = call;
        _builder = AsyncTaskMethodBuilder<T>.Create();
    }

    public static Task<T> Of(ValueTask<Outcome<T>> pending, FailoverCall call)
    {
        var handed = new HandedTask<T>(pending, call);
        if (pending.IsCompleted)
        {
            handed.MoveNext();
        }
        else
        {
            var awaiter = pending.ConfigureAwait(false).GetAwaiter();
            handed._builder.AwaitUnsafeOnCompleted(ref awaiter, ref handed);
        }

        return handed._builder.Task;
    }

    public void MoveNext()
    {
        if (Outcomes.TryEnd(_pending, _call, out var outcome) is { } failure)
            _builder.SetException(failure);
        else
            _builder.SetResult(outcome);
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}

/// <inheritdoc cref="HandedTask{T}" />
[StackTraceHidden]
[DebuggerStepThrough]
internal struct HandedValueTask<T> : IAsyncStateMachine
{
    private readonly ValueTask<Outcome<T>> _pending;
    private readonly FailoverCall _call;
    private PoolingAsyncValueTaskMethodBuilder<T> _builder;

    private HandedValueTask(ValueTask<Outcome<T>> pending, FailoverCall call)
    {
        _pending = pending;
        _call = call;
        _builder = PoolingAsyncValueTaskMethodBuilder<T>.Create();
    }

    public static ValueTask<T> Of(ValueTask<Outcome<T>> pending, FailoverCall call)
    {
        var handed = new HandedValueTask<T>(pending, call);
        if (pending.IsCompleted)
        {
            handed.MoveNext();
        }
        else
        {
            var awaiter = pending.ConfigureAwait(false).GetAwaiter();
            handed._builder.AwaitUnsafeOnCompleted(ref awaiter, ref handed);
        }

        return handed._builder.Task;
    }

    public void MoveNext()
    {
        if (Outcomes.TryEnd(_pending, _call, out var outcome) is { } failure)
            _builder.SetException(failure);
        else
            _builder.SetResult(outcome);
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}

/// <inheritdoc cref="HandedTask{T}" />
[StackTraceHidden]
[DebuggerStepThrough]
internal struct HandedValueTask : IAsyncStateMachine
{
    private readonly ValueTask<Outcome<Nothing>> _pending;
    private readonly FailoverCall _call;
    private PoolingAsyncValueTaskMethodBuilder _builder;

    private HandedValueTask(ValueTask<Outcome<Nothing>> pending, FailoverCall call)
    {
        _pending = pending;
        _call = call;
        _builder = PoolingAsyncValueTaskMethodBuilder.Create();
    }

    public static ValueTask Of(ValueTask<Outcome<Nothing>> pending, FailoverCall call)
    {
        var handed = new HandedValueTask(pending, call);
        if (pending.IsCompleted)
        {
            handed.MoveNext();
        }
        else
        {
            var awaiter = pending.ConfigureAwait(false).GetAwaiter();
            handed._builder.AwaitUnsafeOnCompleted(ref awaiter, ref handed);
        }

        return handed._builder.Task;
    }

    public void MoveNext()
    {
        if (Outcomes.TryEnd(_pending, _call, out _) is { } failure)
            _builder.SetException(failure);
        else
            _builder.SetResult();
    }

    public readonly void SetStateMachine(IAsyncStateMachine stateMachine) => throw new NotSupportedException();
}

/// <summary>Reading what a pipeline ended with.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
internal static class Outcomes
{
    /// <summary>Ends the call.</summary>
    /// <param name="pending">What the pipeline ended with.</param>
    /// <param name="call">The call.</param>
    /// <param name="result">The result, of a call that ended well.</param>
    /// <returns>The exception, of one that did not.</returns>
    public static Exception? TryEnd<T>(ValueTask<Outcome<T>> pending, FailoverCall call, out T result)
    {
        result = default!;
        try
        {
            var outcome = call.Told(pending.Result);
            if (outcome.Exception is null)
                result = outcome.Result!;

            return outcome.Exception;
        }
        catch (Exception exception)
        {
            // A strategy of somebody's own may throw where it should answer.
            return exception;
        }
        finally
        {
            call.End();
        }
    }
}
