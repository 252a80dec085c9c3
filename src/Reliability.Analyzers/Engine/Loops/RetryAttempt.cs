using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>A <c>try</c> that its loop repeats when it fails and leaves when it succeeds: recognised by structure, not by
/// names. What looks like it but tries something else each time is none: <see cref="RetryLookalikes"/>.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Try">What is tried.</param>
/// <param name="Catches">The clauses after which it is tried again.</param>
internal sealed record RetryAttempt(Loop Loop, ITryOperation Try, IReadOnlyList<ICatchClauseOperation> Catches)
{
    /// <summary>The retry attempts of a loop.</summary>
    public static IEnumerable<RetryAttempt> In(Loop loop, Knowledge knowledge)
    {
        if (loop.Operation is IForEachLoopOperation)
            yield break;

        foreach (var part in loop.Parts)
        {
            if (part is not ITryOperation { Catches.Length: > 0 } attempt || !loop.IsOnSpine(attempt))
                continue;

            var exits = new RetryExits(loop, attempt);
            if (!exits.SuccessLeaves)
                continue;

            var catches = attempt.Catches.Where(clause => exits.GoesRound(clause) && !RetryLookalikes.IsConflict(clause, knowledge)).ToList();
            if (catches.Count > 0 && !RetryLookalikes.TriesSomethingElse(loop, attempt, knowledge))
                yield return new(loop, attempt, catches);
        }
    }

    /// <summary>The nearest remote call or write that is tried, as messages name it; or null.</summary>
    public string? RemoteCall(Knowledge knowledge, CancellationToken cancellationToken)
    {
        foreach (var part in Try.Body.OwnFrame())
        {
            if (part is IInvocationOperation call && knowledge.Methods.Reach(call, ApiTraits.Remote | ApiTraits.Write, cancellationToken) is { } found)
                return found;
        }

        return null;
    }
}
