using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Concurrency;

/// <summary>REL1005: a lock that is held while another system answers, so that its slowness becomes everybody's.</summary>
/// <remarks>
/// A warning where threads wait: in <c>lock</c>, or between entering and leaving a <c>Monitor</c>, <c>Lock</c> or
/// <c>ReaderWriterLockSlim</c> with <c>try</c> and <c>finally</c>. A suggestion where a <c>SemaphoreSlim</c> of one permit is held.
/// Silent where the call is made once to fill an empty field; for permits also where what comes back is kept, as a token or cache is
/// refreshed by one caller for all, where the wait for the permit has a time, and for semaphores of several or unknown permits; and
/// where a task is only started.
/// </remarks>
internal sealed class RemoteCallUnderLockRule() : Rule(
    "REL1005", "Remote call under a lock", Categories.Concurrency, DiagnosticSeverity.Warning,
    "{0} is held while '{1}' is waited for{2}: all other callers queue behind it, one after the other",
    "A lock makes callers wait for each other; with a remote call in it they wait for the network, and one slow answer stops them all.")
{
    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override bool IsGraded => true;

    public override void Start(RuleStart start)
    {
        var permits = new Permits(start.Knowledge);
        start.On(OperationKind.Lock, site => Check(site, new(((ILockOperation)site.Operation).Body, "A lock", null), permits));
        start.On(OperationKind.Try, site =>
        {
            if (site.Operation is ITryOperation { Finally: not null } block && HeldLock.Of(block, permits, site.Knowledge, site.Cancelled) is { } held)
                Check(site, held, permits);
        });
    }

    private static void Check(Site site, HeldLock held, Permits permits)
    {
        foreach (var part in held.Body.OwnFrame())
        {
            if (part is not IInvocationOperation call
                || IsInInner(call, held.Body)
                || RemoteCall.At(call, site.Knowledge, _ => true, site.Cancelled) is not { } remote)
            {
                continue;
            }

            if (!IsMeant(held, permits, site))
            {
                var severity = held.Semaphore is null ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info;
                site.Report(call.Syntax.GetLocation(), severity, DiagnosticProperties.None, held.Name, remote.Name, remote.Limit);
            }

            return;
        }
    }

    /// <summary>Whether another lock inside is the one to report.</summary>
    private static bool IsInInner(IOperation call, IOperation body) => call.Enclosing<ILockOperation>() is { } inner && inner.IsWithin(body) && inner.Body != body;

    private static bool IsMeant(HeldLock held, Permits permits, Site site) =>
        GuardedState.IsFilledOnce(held.Body)
        || (held.Semaphore is not null && (GuardedState.IsFilled(held.Body) || IsImpatient(held, permits, site)));

    /// <summary>Whether callers wait for the permit for some time only: then they do not pile up.</summary>
    private static bool IsImpatient(HeldLock held, Permits permits, Site site)
    {
        foreach (var part in (held.Body.Function() ?? held.Body.Root()).OwnFrame())
        {
            if (part is IInvocationOperation wait && permits.IsWait(wait) && Places.Same(wait.Instance, held.Semaphore) && permits.MayTimeOut(wait, site.Cancelled))
                return true;
        }

        return false;
    }
}
