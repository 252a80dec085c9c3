using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0901: what stops a component holds its thread until something else ends, however long that takes.</summary>
/// <remarks>
/// Reports blocking waits without a time (<c>thread.Join()</c>, <c>task.Wait()</c>, <c>handle.WaitOne()</c>) for what the type
/// keeps in fields or properties, in <c>Dispose</c>, <c>StopAsync</c> and callbacks of <c>ApplicationStopping</c>, or one call
/// away in the same type, and <c>StopAsync(Timeout.InfiniteTimeSpan)</c>. Silent where the wait is a lock, or something in the
/// same method bounds it (<see cref="StopWait"/>). A warning where the host waits, which no limit of its own can interrupt.
/// </remarks>
internal sealed class UnboundedStopRule() : Rule(
    "REL0901", "Unbounded wait on stop", Categories.Lifecycle, DiagnosticSeverity.Info,
    "{0} ends only when {1} does: nothing bounds this wait, and one hang keeps the process from ending until it is killed",
    "A host gives its services 30 s to stop, but cannot interrupt a thread that waits: deployments hang until the process is killed.")
{
    public override bool IsGraded => true;

    public override ProjectShapes Shapes => ProjectShapes.LongRunning | ProjectShapes.Library;

    public override void Start(RuleStart start)
    {
        var waits = new StopWait(start.Knowledge);
        var stops = new StopMethods(start.Knowledge);
        start.OnCall(ApiTraits.Unbounded, (site, call, facts) => Check(site, call, facts, waits, stops));
        if (start.Type("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions") is { } hosts)
            start.OnCall((site, call) => CheckHost(site, call, hosts), "StopAsync");
    }

    private static void Check(Site site, IInvocationOperation call, ApiFacts facts, StopWait waits, StopMethods stops)
    {
        if (!facts.Has(ApiTraits.Blocking) || waits.IsBounded(call) || waits.Subject(call) is not { } subject || stops.Around(site) is not { } stop || waits.IsHarmless(call, subject))
            return;

        site.Report(
            call.Syntax.GetLocation(),
            stops.IsOfHost(stop) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            waits.Time(call, site) is { } time ? DiagnosticProperties.With("AddTime", time) : DiagnosticProperties.None,
            "'" + stop.Name + "'",
            "'" + subject.Name + "'");
    }

    private static void CheckHost(Site site, IInvocationOperation call, INamedTypeSymbol hosts)
    {
        if (CoreTypes.Same(call.TargetMethod.ContainingType, hosts)
            && call.Argument("timeout") is { } time
            && Durations.Of(time, site.Knowledge, site.Cancelled) == Timeout.InfiniteTimeSpan)
        {
            site.Report(time.Syntax, "'StopAsync'", "the slowest service");
        }
    }
}
