using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;
using Reliability.Analyzers.Engine.Methods;

namespace Reliability.Analyzers.Cancellation;

/// <summary>A <c>try</c> in a loop that works until its token is cancelled.</summary>
/// <param name="Block">The <c>try</c>.</param>
/// <param name="Loop">The innermost worker loop around it.</param>
/// <param name="Token">The token as the loop can name it.</param>
/// <param name="Site">Where a rule looks.</param>
internal sealed record WorkerTry(ITryOperation Block, Loop Loop, string Token, Site Site)
{
    // Far enough for "poll, then fetch"; further away the timeout is usually handled on the way.
    private const int MaxHops = 2;

    /// <summary>The call whose timeout reaches the clauses, as messages name it; or null.</summary>
    public string? Call => Block.Body.OwnFrame().OfType<IInvocationOperation>().Select(Name).FirstOrDefault(name => name is not null);

    /// <summary>Whether a <c>try</c> around this one takes the timeout. An outer worker loop goes on when it takes what ended an
    /// inner one.</summary>
    public bool IsTakenOutside
    {
        get
        {
            var outermost = Loop;
            while (WorkerLoop(outermost.Operation, Site.Knowledge) is { } outer)
                outermost = outer;

            return Catches.IsTakenBetween(Block, outermost.Operation, Site.Knowledge.Catches.MayTakeTimeout);
        }
    }

    /// <summary>What a clause belongs to; null outside of worker loops, in loops that repeat what failed until it succeeds,
    /// without a token, and in handlers of HTTP messages, whose token is linked to the timeout.</summary>
    public static WorkerTry? Around(ICatchClauseOperation clause, Site site, INamedTypeSymbol? messageHandler)
    {
        if (clause.Parent is not ITryOperation block
            || WorkerLoop(block, site.Knowledge) is not { } loop
            || !Catches.EndIsReachable(block.Body)
            || loop.Attempts.Any(attempt => attempt.Try == block)
            || site.Member.ContainingType.IsOrDerivesFrom(messageHandler))
        {
            return null;
        }

        return (loop.TokenInHead ?? site.Knowledge.Tokens.InScope(block, site.Member)) is { } token ? new(block, loop, token, site) : null;
    }

    /// <summary>Whether a <c>break</c> ends the work: not when it leaves something inside of the loop, or a loop that another
    /// one starts again.</summary>
    public bool IsEndedBy(IBranchOperation leave) =>
        CoreTypes.Same(leave.Target, Loop.Operation.ExitLabel) && WorkerLoop(Loop.Operation, Site.Knowledge) is null;

    /// <summary>The innermost worker loop. One that counts its rounds ends by itself.</summary>
    private static Loop? WorkerLoop(IOperation part, Knowledge knowledge)
    {
        for (var outer = part.Enclosing<ILoopOperation>(); outer is not null; outer = outer.Enclosing<ILoopOperation>())
        {
            if (outer is not IForLoopOperation { Condition: null, AtLoopBottom.IsEmpty: false } && new Loop(outer, knowledge) is { IsWorker: true } loop)
                return loop;
        }

        return null;
    }

    private string? Name(IInvocationOperation call)
    {
        var knowledge = Site.Knowledge;
        if ((knowledge.Core.IsTask(call.Type) && !call.IsWaitedFor()) || Catches.IsTakenBetween(call, Block, knowledge.Catches.MayTakeTimeout))
            return null;

        if (knowledge.Apis.Has(call.TargetMethod, ApiTraits.TimesOutAsCancellation) || knowledge.Tokens.IsTimed(call, Loop.Operation))
            return call.Name();

        return IsReplaceable(call.TargetMethod)
            ? null
            : knowledge.Methods.Reach(call.TargetMethod, fact => fact is { TimesOutAsCancellation: true, IsAwaited: true, IsTimeoutTaken: false }, MayEscape, Site.Cancelled, MaxHops);
    }

    private static bool MayEscape(CallFact call) => call is { IsAwaited: true, IsTimeoutTaken: false } && !IsReplaceable(call.Target);

    /// <summary>Whether a class that is not known here may do something else.</summary>
    private static bool IsReplaceable(IMethodSymbol method) => (method.IsVirtual || method.IsOverride) && !method.IsSealed && method.ContainingType is { IsSealed: false };
}
