using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0902: a worker whose loop takes no failure, so that one slow answer or bad message ends it, and with it the
/// host.</summary>
/// <remarks>
/// Reports the first remote call in the loop of a <c>BackgroundService</c> whose failure leaves the loop, directly or through
/// methods of this compilation. Silent where a clause on the way takes failures (of any type: the author thought of them), where
/// the loop only waits, where the method stops the application itself, and in compilations that set
/// <c>BackgroundServiceExceptionBehavior</c>. That the token's own cancellation leaves the loop is fine.
/// </remarks>
internal sealed class FailureEndsWorkerRule() : Rule(
    "REL0902", "One bad message ends the worker", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "One failure of '{0}' ends this loop for good: {1}",
    "Since .NET 6 an exception that leaves ExecuteAsync stops the host; what can fail once in a while ends the whole service.")
{
    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is not { BackgroundService: { } background, Exception: not null })
            return;

        var behavior = new HostBehavior(start.Knowledge);
        var failures = new Failures(start.Knowledge, start.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime"));
        start.OnLoop((site, loop) =>
        {
            if (site.Member is IMethodSymbol method && method.ContainingType.IsOrDerivesFrom(background) && loop.IsWorker && IsOutermost(loop))
                Check(site, loop, method, failures, behavior);
        });
    }

    private static void Check(Site site, Loop loop, IMethodSymbol method, Failures failures, HostBehavior behavior)
    {
        foreach (var part in loop.Operation.Body.OwnFrame())
        {
            if (part is not IInvocationOperation call || Failures.Taker(call, site.Knowledge) is { } taker && (taker.IsWithin(loop.Operation) || !failures.IsEnd(taker)))
                continue;

            if (failures.Of(call, site.Cancelled) is not { } failing)
                continue;

            var isTaken = Failures.Taker(call, site.Knowledge) is not null;
            if (failures.StopsApplication(loop.Operation.Root()) || behavior.IsChosen || !IsRunByHost(method, isTaken, site))
                return;

            site.Report(
                call.Syntax,
                SurvivingLoop.Fix(site, loop, call),
                failing,
                isTaken ? "the host lives on without this worker" : "the exception leaves ExecuteAsync and stops the host");
            return;
        }
    }

    private static bool IsOutermost(Loop loop)
    {
        for (var outer = loop.Operation.Parent; outer is not null; outer = outer.Parent)
        {
            // What an outer loop starts again does not end the worker; what a lambda does ends what runs it.
            if (outer is ILoopOperation || Operations.IsFunction(outer))
                return false;
        }

        return true;
    }

    /// <summary>Whether a method is <c>ExecuteAsync</c>, or what that awaits once and lets fail.</summary>
    private static bool IsRunByHost(IMethodSymbol method, bool isTaken, Site site)
    {
        if (site.Knowledge.EntryPoints.Of(method) == ApiTraits.EntryWorker)
            return true;

        foreach (var member in method.ContainingType.GetMembers("ExecuteAsync"))
        {
            if (member is not IMethodSymbol execute || Bodies.Of(execute, site.Knowledge.Compilation, site.Cancelled) is not { } body)
                continue;

            foreach (var part in body.OwnFrame())
            {
                if (part is IInvocationOperation call && CoreTypes.Same(call.TargetMethod, method) && call.Enclosing<ILoopOperation>() is null)
                    return Failures.ComesBack(call, site.Knowledge) && (isTaken || Failures.Taker(call, site.Knowledge) is null);
            }
        }

        return false;
    }
}
