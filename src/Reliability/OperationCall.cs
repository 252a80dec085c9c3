using System.ComponentModel;
using System.Diagnostics;
using Reliability.Awaiting;
using Reliability.Deadlines;
using Reliability.Model;

namespace Reliability;

/// <summary>One call of an operation, from <see cref="OperationSite.Start"/> to exactly one end. A value on the stack: it
/// is kept in a local variable and not copied while it is open.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
public struct OperationCall
{
    private readonly OperationSite _site;
    private readonly long _start;
    private readonly Activity? _span;
    private bool _ended;

    internal OperationCall(OperationSite site, long start, Activity? span)
    {
        _site = site;
        _start = start;
        _span = span;
    }

    /// <summary>Ends the call well; it is bad for a latency objective all the same when it took too long.</summary>
    public void Succeed()
    {
        if (!End())
            return;

        var outer = OperationSpans.Enter(_span);
        _site.EndGood(_start);
        OperationSpans.End(_span, outer, errorType: null);
    }

    /// <summary>Ends the call as its result says.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="result">The result.</param>
    /// <param name="isGood">Tells whether it is a good one. When it throws the call is bad, and the caller does not see it:
    /// to measure a call must not break it.</param>
    public void Succeed<T>(T result, Func<T, bool>? isGood)
        where T : allows ref struct
    {
        if (isGood is null || Judge(result, isGood) is not { } errorType)
            Succeed();
        else
            Fail(errorType);
    }

    /// <summary>Ends the call with an exception. Meant for an exception filter: it runs while the stack still stands, and
    /// never catches.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">The caller's token. A cancellation that it asked for is not counted.</param>
    /// <returns>Always false.</returns>
    public bool Fail(Exception exception, CancellationToken cancellationToken = default)
    {
        // A filter runs again when an inner finally replaces the exception; the first one tells what went wrong.
        if (_ended || _site is null)
            return false;

        if (IsCancelledByCaller(exception, cancellationToken) || _site.IsExcluded(exception) || IsImpatience(exception))
            Discard();
        else
            Fail(TypeName(exception));

        return false;
    }

    /// <summary>Ends the call badly without an exception.</summary>
    /// <param name="errorType">A name of the failure from a small closed set, such as a status code.</param>
    public void Fail(string errorType)
    {
        if (!End())
            return;

        var outer = OperationSpans.Enter(_span);
        _site.EndBad(_start, errorType);
        OperationSpans.End(_span, outer, errorType);
    }

    /// <summary>Ends the call without counting it.</summary>
    public void Discard()
    {
        if (!End())
            return;

        _site.EndUncounted();
        OperationSpans.End(_span, Activity.Current, errorType: null);
    }

    /// <summary>Ends the call when a task does.</summary>
    /// <param name="task">The work.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <returns>The same task when it has succeeded already.</returns>
    public Task Observe(Task task, CancellationToken cancellationToken)
    {
        if (task is { IsCompletedSuccessfully: false })
            return ObservedTask<Nothing>.Of(task, Leave(), isGood: null, cancellationToken);

        Succeed();
        return task!;
    }

    /// <inheritdoc cref="Observe(Task, CancellationToken)" />
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="task">The work.</param>
    /// <param name="isGood">Tells whether a result is a good one; null when each is.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public Task<T> Observe<T>(Task<T> task, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        if (task is { IsCompletedSuccessfully: false })
            return ObservedTask<T>.Of(task, Leave(), isGood, cancellationToken);

        if (isGood is null || task is null)
            Succeed();
        else
            Succeed(task.Result, isGood);

        return task!;
    }

    /// <inheritdoc cref="Observe(Task, CancellationToken)" />
    public ValueTask Observe(ValueTask task, CancellationToken cancellationToken)
    {
        if (!task.IsCompletedSuccessfully)
            return ObservedValueTask.Of(task, Leave(), cancellationToken);

        Succeed();
        return task;
    }

    /// <inheritdoc cref="Observe{T}(Task{T}, Func{T, bool}, CancellationToken)" />
    public ValueTask<T> Observe<T>(ValueTask<T> task, Func<T, bool>? isGood, CancellationToken cancellationToken)
    {
        if (!task.IsCompletedSuccessfully)
            return ObservedValueTask<T>.Of(task, Leave(), isGood, cancellationToken);

        if (isGood is null)
        {
            Succeed();
            return task;
        }

        // The result may be asked for once only.
        var result = task.Result;
        Succeed(result, isGood);
        return new(result);
    }

    /// <summary>Gives the caller its own span back before a call that goes on without it. For emitted code that awaits by
    /// itself.</summary>
    /// <returns>The call.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly OperationCall Leave()
    {
        OperationSpans.Leave(_span);
        return this;
    }

    /// <summary>Takes the span up again for the next piece of work.</summary>
    internal readonly void Enter() => OperationSpans.Enter(_span);

    /// <summary>Whether the caller gave up. A timeout of the work itself may arrive as a cancellation too, but says so, or
    /// comes while the caller still waits.</summary>
    private static bool IsCancelledByCaller(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && Cancellations.Is(exception);

    /// <summary>Whether the time that ended was one that anybody may give, and less than what is promised.</summary>
    private readonly bool IsImpatience(Exception exception) =>
        CallState.Current?.Given is { } given
        && Cancellations.Find<TimeoutException>(exception) is DeadlineExceededException
        && given.IsTooLittle(_start == 0 ? null : Stopwatch.GetElapsedTime(_start), _site.Promised);

    private static string? Judge<T>(T result, Func<T, bool> isGood)
        where T : allows ref struct
    {
        try
        {
            return isGood(result) ? null : Telemetry.BadResult;
        }
        catch (Exception exception)
        {
            return TypeName(exception);
        }
    }

    private static string TypeName(Exception exception) => exception.GetType().FullName ?? exception.GetType().Name;

    private bool End() => _site is not null && !_ended && (_ended = true);
}
