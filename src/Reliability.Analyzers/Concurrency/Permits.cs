using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>Recognises what is done to a <c>SemaphoreSlim</c>.</summary>
internal sealed class Permits(Knowledge knowledge)
{
    /// <summary>Whether a call takes a permit: <c>Wait</c> or <c>WaitAsync</c>.</summary>
    public bool IsWait(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAsync", Instance: not null } call && IsOfSemaphore(call);

    /// <summary>Whether a call gives one permit back to the semaphore at a place.</summary>
    public bool IsRelease(IOperation operation, IOperation? semaphore) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Release", Parameters.IsEmpty: true } } call && IsOfSemaphore(call) && Places.Same(call.Instance, semaphore);

    public bool IsOfSemaphore(IInvocationOperation call) => CoreTypes.Same(call.TargetMethod.ContainingType, knowledge.Core.SemaphoreSlim);

    /// <summary>Whether a wait may end without a permit because its token is cancelled.</summary>
    public bool MayBeCancelled(IInvocationOperation wait) => knowledge.Tokens.IsPassedTo(wait);

    /// <summary>Whether a wait may end without a permit because its time is over. It says so by its result.</summary>
    public bool MayTimeOut(IInvocationOperation wait, CancellationToken cancellationToken)
    {
        foreach (var argument in wait.Arguments)
        {
            if (knowledge.Core.IsToken(argument.Parameter?.Type))
                continue;

            var time = Durations.Of(argument.Value, knowledge, cancellationToken) ?? Durations.OfMilliseconds(argument.Value);
            return time != Timeout.InfiniteTimeSpan;
        }

        return false;
    }

    /// <summary>Whether a <c>finally</c> gives a permit back whatever happened before.</summary>
    public bool AlwaysReleases(ITryOperation block, IOperation? semaphore)
    {
        foreach (var statement in block.Finally?.Operations ?? ImmutableArray<IOperation>.Empty)
        {
            if (Statement(statement) is { } call && IsRelease(call, semaphore))
                return true;
        }

        return false;
    }

    /// <summary>The call that a statement consists of, its result thrown away or not; or null.</summary>
    private static IOperation? Statement(IOperation statement) => statement is IExpressionStatementOperation { Operation: var expression }
        ? (expression is ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } ? value : expression).Unwrapped()
        : null;
}
