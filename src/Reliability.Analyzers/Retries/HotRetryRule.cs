using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0502: a loop that goes round again at once after a remote call or write has failed: a worker that spins for as
/// long as the outage lasts, or a retry whose attempts all meet the same outage.</summary>
/// <remarks>
/// Reports a clause that takes outages (all exceptions, or those of a known client) and from which the loop goes round, where
/// nothing from the head of the loop to the failing call, in the handler or behind it takes time. Silent where anything awaited on
/// that way is unknown; where the call waits by itself before it fails; where the handler does more than take note, or may leave
/// for another reason than a token; in loops with fewer attempts than <c>reliability.REL0502.min_attempts</c>.
/// </remarks>
internal sealed class HotRetryRule() : Rule(
    "REL0502", "Retry without delay", Categories.Retries, DiagnosticSeverity.Warning,
    "When {0} fails, the loop goes round again without any delay: {1}",
    "A loop without a delay after failures burns a processor, floods the log, and keeps a dependency down that wants to come back.")
{
    private const int DefaultMinimum = 3;

    public override bool IsGraded => true;

    public override void Start(RuleStart start) => start.OnLoop(Check);

    private static void Check(Site site, Loop loop)
    {
        if (loop.Operation is IForEachLoopOperation)
            return;

        foreach (var attempt in loop.Attempts)
            Check(site, loop, attempt.Try, attempt.Catches, attempt);

        if (!loop.IsWorker || loop.Attempts.Count > 0 || !IsUntilStopped(loop, site.Knowledge))
            return;

        foreach (var part in loop.Parts)
        {
            if (part is ITryOperation { Catches.Length: > 0 } tried && loop.IsOnSpine(tried) && tried.Enclosing<ICatchClauseOperation>()?.IsWithin(loop.Operation) != true)
                Check(site, loop, tried, tried.Catches, attempt: null);
        }
    }

    private static void Check(Site site, Loop loop, ITryOperation tried, IReadOnlyList<ICatchClauseOperation> clauses, RetryAttempt? attempt)
    {
        var isEndless = loop.IsEndless || loop.IsWorker;
        var exits = new RetryExits(loop, tried);
        foreach (var clause in clauses)
        {
            if (!exits.GoesRound(clause)
                || !Handlers.TakesOutage(clause, site.Knowledge)
                || (attempt is null && MayLeave(clause, loop, exits, site.Knowledge))
                || !Handlers.OnlyTakesNote(clause.Handler, site.Knowledge, site.Cancelled)
                || Pacing.IsBehind(clause, loop, tried, site.Knowledge, site.Cancelled)
                || Pacing.FailsAtOnce(loop, tried, site.Knowledge, site.Cancelled) is not { } call)
            {
                continue;
            }

            var isBounded = attempt is not null && (!isEndless || RetryBounds.IsCounted(attempt));
            var count = isBounded ? AttemptCount.ConstantOf(attempt!) : null;
            if (count < site.Option("min_attempts", DefaultMinimum))
                continue;

            site.Report(
                ((CatchClauseSyntax)clause.Syntax).CatchKeyword.GetLocation(),
                isBounded ? DiagnosticSeverity.Info : site.Severity,
                Fix(site, loop, clause),
                call.Name,
                isBounded ? "all " + (count is { } attempts ? attempts + " " : "") + "attempts meet the same outage within moments" : "it spins for as long as the outage lasts");
        }
    }

    /// <summary>Whether only a stop ends the loop: a head that takes work off a queue means other work in each round.</summary>
    private static bool IsUntilStopped(Loop loop, Knowledge knowledge) =>
        loop.Condition?.OwnFrame().Any(part => part is IAwaitOperation || (part is IInvocationOperation && !knowledge.Tokens.IsAsked(part))) != true;

    /// <summary>Whether a handler may end the loop for another reason than a stop: it counts failures, or sorts them.</summary>
    private static bool MayLeave(ICatchClauseOperation clause, Loop loop, RetryExits exits, Knowledge knowledge)
    {
        foreach (var part in clause.Handler.OwnFrame())
        {
            var leaves = part is IThrowOperation or IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } && !exits.IsContinue(part);
            if (leaves && part.Enclosing<IConditionalOperation>()?.Condition.OwnFrame().Any(knowledge.Tokens.IsAsked) != true)
                return true;

            if (CounterSteps.Target(part) is { } written && loop.Condition?.OwnFrame().Any(read => CoreTypes.Same(read.Symbol(), written)) == true)
                return true;
        }

        return false;
    }

    private static ImmutableDictionary<string, string?> Fix(Site site, Loop loop, ICatchClauseOperation clause)
    {
        var ends = clause.Handler.Operations;
        var continues = clause.Handler.OwnFrame().Count(part => part is IBranchOperation { BranchKind: BranchKind.Continue });
        var endsWithContinue = ends.Length > 0 && ends[ends.Length - 1] is IBranchOperation { BranchKind: BranchKind.Continue };
        if (continues > (endsWithContinue ? 1 : 0) || (!endsWithContinue && !Catches.EndIsReachable(clause.Handler)))
            return DiagnosticProperties.None;

        if (clause.Enclosing<ILockOperation>() is not null)
            return DiagnosticProperties.None;

        var token = loop.TokenInHead ?? site.Knowledge.Tokens.InScope(clause, site.Member) ?? site.Knowledge.Tokens.InType(site.Member);
        return Delays.Statement(site, clause, token) is { } statement ? DiagnosticProperties.With("Delay", statement) : DiagnosticProperties.None;
    }
}
