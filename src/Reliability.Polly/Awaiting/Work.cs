using System.Runtime.CompilerServices;
using Polly;

namespace Reliability.Failover.Awaiting;

/// <summary>What a core returned: a task of one of four kinds.</summary>
/// <typeparam name="T">The result, or <see cref="Nothing"/>.</typeparam>
internal interface IWork<T>
{
    /// <summary>Whether it has ended.</summary>
    bool IsCompleted { get; }

    /// <summary>Whether it has ended well.</summary>
    bool IsSuccessful { get; }

    /// <summary>The result of what has ended well. Asked once.</summary>
    T Result { get; }

    /// <summary>The exception of what has not. Asked once.</summary>
    Exception Failure { get; }

    /// <summary>Goes on when it has ended.</summary>
    void Await<TMachine>(ref PoolingAsyncValueTaskMethodBuilder<Outcome<T>> builder, ref TMachine machine)
        where TMachine : IAsyncStateMachine;
}

internal readonly struct TaskWork(Task task) : IWork<Nothing>
{
    public bool IsCompleted => task.IsCompleted;

    public bool IsSuccessful => task.IsCompletedSuccessfully;

    public Nothing Result => null!;

    public Exception Failure => Reliability.Awaiting.Failures.Of(task);

    public void Await<TMachine>(ref PoolingAsyncValueTaskMethodBuilder<Outcome<Nothing>> builder, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
    }
}

internal readonly struct TaskWork<T>(Task<T> task) : IWork<T>
{
    public bool IsCompleted => task.IsCompleted;

    public bool IsSuccessful => task.IsCompletedSuccessfully;

    public T Result => task.Result;

    public Exception Failure => Reliability.Awaiting.Failures.Of(task);

    public void Await<TMachine>(ref PoolingAsyncValueTaskMethodBuilder<Outcome<T>> builder, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
    }
}

internal readonly struct ValueTaskWork(ValueTask task) : IWork<Nothing>
{
    public bool IsCompleted => task.IsCompleted;

    public bool IsSuccessful => task.IsCompletedSuccessfully;

    public Nothing Result
    {
        get
        {
            task.GetAwaiter().GetResult();
            return null!;
        }
    }

    public Exception Failure => Reliability.Awaiting.Failures.Of(task.AsTask());

    public void Await<TMachine>(ref PoolingAsyncValueTaskMethodBuilder<Outcome<Nothing>> builder, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
    }
}

internal readonly struct ValueTaskWork<T>(ValueTask<T> task) : IWork<T>
{
    public bool IsCompleted => task.IsCompleted;

    public bool IsSuccessful => task.IsCompletedSuccessfully;

    public T Result => task.Result;

    public Exception Failure => Reliability.Awaiting.Failures.Of(task.AsTask());

    public void Await<TMachine>(ref PoolingAsyncValueTaskMethodBuilder<Outcome<T>> builder, ref TMachine machine)
        where TMachine : IAsyncStateMachine
    {
        var awaiter = task.ConfigureAwait(false).GetAwaiter();
        builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
    }
}
