using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Engine.Loops;

/// <summary>A <c>try</c> that its loop repeats when it fails and leaves when it succeeds: recognised by structure, not by
/// names.</summary>
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
            if (part is not ITryOperation { Catches.Length: > 0 } attempt || !loop.IsOnSpine(attempt) || !LeavesOnSuccess(loop, attempt))
                continue;

            var catches = attempt.Catches.Where(clause => MayGoRound(clause, loop)).ToList();
            if (catches.Count > 0)
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

    /// <summary>Whether success leaves the loop: the body ends in <c>return</c> or <c>break</c>, what follows the <c>try</c>
    /// does, or the condition is made false.</summary>
    private static bool LeavesOnSuccess(Loop loop, ITryOperation attempt)
    {
        if (attempt.Body.Operations.Length > 0 && !Analyzers.Engine.Catches.EndIsReachable(attempt.Body) && LeavesLoop(attempt.Body, loop))
            return true;

        if (attempt.Syntax.Parent is BlockSyntax block)
        {
            var at = block.Statements.IndexOf((StatementSyntax)attempt.Syntax);
            for (var i = at + 1; i < block.Statements.Count; i++)
            {
                if (block.Statements[i] is ReturnStatementSyntax or BreakStatementSyntax)
                    return true;
            }
        }

        // while (!done) { try { …; done = true; } catch { … } }
        return loop.Condition is { } condition && condition.OwnFrame().Any(part =>
            part is ILocalReferenceOperation local
            && attempt.Body.Operations.Any(statement => statement is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation target, Value.ConstantValue: { HasValue: true, Value: bool } } }
                && CoreTypes.Same(target.Local, local.Local)));
    }

    private static bool LeavesLoop(IBlockOperation body, Loop loop) => body.OwnFrame().Any(part => part switch
    {
        IReturnOperation => true,
        IBranchOperation { BranchKind: BranchKind.Break } leave => loop.IsOnSpine(leave),
        _ => false,
    });

    /// <summary>Whether a handler lets the loop go round again.</summary>
    private static bool MayGoRound(ICatchClauseOperation clause, Loop loop) =>
        Analyzers.Engine.Catches.EndIsReachable(clause.Handler)
        || clause.Handler.OwnFrame().Any(part => part is IBranchOperation { BranchKind: BranchKind.Continue } next && loop.IsOnSpine(next));
}
