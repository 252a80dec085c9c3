using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reliability;

/// <summary>One call of an operation, from <see cref="OperationSite.Start"/> to exactly one end. A value on the stack: it
/// is kept in a local variable and not copied while it is open.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
public struct OperationCall
{
    private readonly OperationSite _site;
    private readonly long _start;
    private bool _ended;

    internal OperationCall(OperationSite site, long start)
    {
        _site = site;
        _start = start;
    }

    /// <summary>Ends the call well; it is bad for a latency objective all the same when it took too long.</summary>
    public void Succeed()
    {
        if (End())
            _site.EndGood(_start);
    }

    /// <summary>Ends the call with an exception. Meant for an exception filter: it runs while the stack still stands, and
    /// never catches.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token. A cancellation that it asked for is not counted.</param>
    /// <returns>Always false.</returns>
    public bool Fail(Exception exception, CancellationToken cancellationToken = default)
    {
        // A filter runs again when an inner finally replaces the exception; the first one tells what went wrong.
        if (!End())
            return false;

        if (IsCancelledByCaller(exception, cancellationToken) || _site.IsExcluded(exception))
            _site.EndUncounted();
        else
            _site.EndBad(_start, exception.GetType().FullName ?? exception.GetType().Name);

        return false;
    }

    /// <summary>Ends the call badly without an exception.</summary>
    /// <param name="errorType">A name of the failure from a small closed set, such as a status code.</param>
    public void Fail(string errorType)
    {
        if (End())
            _site.EndBad(_start, errorType);
    }

    /// <summary>Ends the call without counting it.</summary>
    public void Discard()
    {
        if (End())
            _site.EndUncounted();
    }

    /// <summary>Ends the call when a task does.</summary>
    /// <param name="task">The work.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The same task when it has succeeded already.</returns>
    public Task Observe(Task task, CancellationToken cancellationToken)
    {
        if (task is { IsCompletedSuccessfully: false })
            return Await(task, this, cancellationToken);

        Succeed();
        return task!;

        static async Task Await(Task task, OperationCall call, CancellationToken cancellationToken)
        {
            try
            {
                await task.ConfigureAwait(false);
                call.Succeed();
            }
            catch (Exception exception) when (call.Fail(exception, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <inheritdoc cref="Observe(Task, CancellationToken)" />
    /// <typeparam name="T">The result.</typeparam>
    public Task<T> Observe<T>(Task<T> task, CancellationToken cancellationToken)
    {
        if (task is { IsCompletedSuccessfully: false })
            return Await(task, this, cancellationToken);

        Succeed();
        return task!;

        static async Task<T> Await(Task<T> task, OperationCall call, CancellationToken cancellationToken)
        {
            try
            {
                var result = await task.ConfigureAwait(false);
                call.Succeed();
                return result;
            }
            catch (Exception exception) when (call.Fail(exception, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <inheritdoc cref="Observe(Task, CancellationToken)" />
    public ValueTask Observe(ValueTask task, CancellationToken cancellationToken)
    {
        if (!task.IsCompletedSuccessfully)
            return Await(task, this, cancellationToken);

        Succeed();
        return task;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        static async ValueTask Await(ValueTask task, OperationCall call, CancellationToken cancellationToken)
        {
            try
            {
                await task.ConfigureAwait(false);
                call.Succeed();
            }
            catch (Exception exception) when (call.Fail(exception, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <inheritdoc cref="Observe(Task, CancellationToken)" />
    /// <typeparam name="T">The result.</typeparam>
    public ValueTask<T> Observe<T>(ValueTask<T> task, CancellationToken cancellationToken)
    {
        if (!task.IsCompletedSuccessfully)
            return Await(task, this, cancellationToken);

        Succeed();
        return task;

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        static async ValueTask<T> Await(ValueTask<T> task, OperationCall call, CancellationToken cancellationToken)
        {
            try
            {
                var result = await task.ConfigureAwait(false);
                call.Succeed();
                return result;
            }
            catch (Exception exception) when (call.Fail(exception, cancellationToken))
            {
                throw;
            }
        }
    }

    private static bool IsCancelledByCaller(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && exception is OperationCanceledException;

    private bool End() => _site is not null && !_ended && (_ended = true);
}
