using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0403: a worker loop that takes a timeout for the order to stop, because both are an
/// <c>OperationCanceledException</c>.</summary>
/// <remarks>
/// Reports, around a call that is known to time out that way: a filter <c>e is not OperationCanceledException</c> that lets the
/// timeout escape; a <c>catch (OperationCanceledException)</c> without a filter that leaves the loop. Silent without a token to
/// ask, when another clause or an inner or outer <c>try</c> of the loop takes the timeout, when the handler asks the token, in
/// loops that end by themselves, and in message handlers, where the token is linked to the timeout. Since .NET 6 such an
/// exception stops the host.
/// </remarks>
internal sealed class TimeoutMistakenForShutdownRule() : Rule(
    "REL0403", "Timeout mistaken for shutdown", Categories.Cancellation, DiagnosticSeverity.Warning,
    "A timeout of {0} is an OperationCanceledException too: {1} and ends the loop{2}; {3} only when '{4}' is cancelled",
    "A timeout surfaces as an OperationCanceledException too. Only the token tells whether anybody asked to stop.")
{
    /// <summary>The exclusion is widened by the value.</summary>
    internal const string WidenFilter = "WidenFilter";

    /// <summary>The clause gets the value as its filter.</summary>
    internal const string AddFilter = "AddFilter";

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is not { OperationCanceled: not null, TaskCanceled: { } timeout })
            return;

        var messageHandler = start.Type("System.Net.Http.HttpMessageHandler");
        start.On(OperationKind.CatchClause, site =>
        {
            var clause = (ICatchClauseOperation)site.Operation;
            if (clause.Filter is not { } filter)
            {
                if (site.Knowledge.Catches.IsOfCancellation(clause) && WorkerTry.Around(clause, site, messageHandler) is { } worker)
                    Leaves(site, clause, worker);
            }
            else if (site.Knowledge.Catches.IsGeneral(clause)
                && Catches.Exclusion(filter, timeout) is { } exclusion
                && WorkerTry.Around(clause, site, messageHandler) is { } worker)
            {
                Escapes(site, exclusion, worker);
            }
        });
    }

    /// <summary>A filter keeps the timeout out, so that it leaves the loop.</summary>
    private static void Escapes(Site site, IOperation exclusion, WorkerTry worker)
    {
        if (worker.Block.Catches.Any(site.Knowledge.Catches.MayTakeTimeout) || worker.IsTakenOutside || worker.Call is not { } call)
            return;

        Report(site, exclusion.Syntax, WidenFilter, worker, call, "it passes this handler", stopsHost: true, "let it pass");
    }

    /// <summary>A clause without a filter takes the timeout and leaves the loop.</summary>
    private static void Leaves(Site site, ICatchClauseOperation clause, WorkerTry worker)
    {
        var catches = site.Knowledge.Catches;
        if (TimeoutHandlers.Leaves(clause, site.Knowledge) is not { } jump || (jump is IBranchOperation leave && !worker.IsEndedBy(leave)))
            return;

        var at = worker.Block.Catches.IndexOf(clause);
        if (worker.Block.Catches.Take(at).Any(catches.MayTakeTimeout))
            return;

        // Without a clause that survives failures nothing survives by intent, and throwing a timeout on is no mistake.
        var isSurvived = worker.Block.Catches.Skip(at + 1).Any(later =>
            later.Filter is null && catches.MayTakeTimeout(later) && TimeoutHandlers.Leaves(later, site.Knowledge) is null);
        var rethrows = jump is IThrowOperation;
        if ((rethrows && (!isSurvived || worker.IsTakenOutside)) || worker.Call is not { } call)
            return;

        Report(
            site, ((CatchClauseSyntax)clause.Syntax).Declaration!.Type, isSurvived ? AddFilter : null, worker, call,
            "this handler takes it for the order to stop", rethrows, "stop");
    }

    private static void Report(Site site, SyntaxNode place, string? fix, WorkerTry worker, string call, string what, bool stopsHost, string cure) => site.Report(
        place,
        fix is null ? DiagnosticProperties.None : DiagnosticProperties.With(fix, worker.Token + ".IsCancellationRequested"),
        call,
        what,
        stopsHost && site.Knowledge.EntryPoints.Of(worker.Block, site.Member) == ApiTraits.EntryWorker ? " and, since .NET 6, the whole host" : "",
        cure,
        worker.Token);
}
