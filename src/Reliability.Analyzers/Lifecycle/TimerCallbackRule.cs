using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;

namespace Reliability.Analyzers.Lifecycle;

/// <summary>REL0906: the callback of a timer that ends the process when its remote call fails, or that is started again while it
/// still runs.</summary>
/// <remarks>
/// Throws: a remote call or write of the callback of a <c>System.Threading.Timer</c>, or of an async handler of
/// <c>System.Timers.Timer.Elapsed</c>, that no handler of exceptions is around. (A synchronous <c>Elapsed</c> handler is not
/// reported: that timer swallows.) Overlaps: the period is a constant that is shorter than the time after which the remote call
/// gives up, and nothing in the callback keeps a second one out: a lock, an <c>Interlocked</c> call, a semaphore,
/// <c>Timer.Change</c>, a flag. Silent where the callback is in another assembly, and where the period is not
/// constant.
/// </remarks>
internal sealed class TimerCallbackRule() : Rule(
    "REL0906", "Timer callback throws or overlaps", Categories.Lifecycle, DiagnosticSeverity.Warning,
    "{0}",
    "Nobody is above the callback of a timer: what it throws ends the process, and the timer does not wait for it.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type("System.Threading.Timer") is { } timer)
        {
            start.On(OperationKind.ObjectCreation, site =>
            {
                var creation = (IObjectCreationOperation)site.Operation;
                if (CoreTypes.Same(creation.Type, timer) && creation.Argument("callback")?.Unwrapped() is IDelegateCreationOperation { Target: var target })
                    Check(site, target, Period(creation, site), mayThrow: true);
            });
        }

        if (start.Type("System.Timers.Timer") is { } component)
        {
            start.On(OperationKind.EventAssignment, site =>
            {
                if (site.Operation is IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "Elapsed" } elapsed }, HandlerValue: var handler }
                    && CoreTypes.Same(elapsed.ContainingType, component)
                    && handler.Unwrapped() is IDelegateCreationOperation { Target: var target })
                {
                    Check(site, target, period: null, mayThrow: Callbacks.Function(target) is { IsAsync: true });
                }
            });
        }
    }

    private static void Check(Site site, IOperation target, TimeSpan? period, bool mayThrow)
    {
        var steps = Callbacks.Bodies(target, site.Knowledge, site.Cancelled)
            .SelectMany(body => Walk.From(body, site.Knowledge, site.Cancelled))
            .ToList();
        if (site.Operation.IsInTree(site.Knowledge))
            return;

        if (mayThrow && steps.FirstOrDefault(step => !step.IsTaken && step.Has(ApiTraits.Remote)) is { } failing)
        {
            site.Report(
                target.Syntax,
                "When " + failing.Name + " fails, the process ends: nothing takes what the callback of a timer throws"
                + (period is { Ticks: > 0 } each ? ", and this one runs every " + Durations.Text(each) : ""));
        }
        else if (period is { Ticks: > 0 } time
            && steps.FirstOrDefault(step => step.Has(ApiTraits.Remote) && step.Api is { Timeout: { } limit } && (limit == Timeout.InfiniteTimeSpan || limit > time)) is { } slow
            && !steps.Any(step => KeepsOut(step.Operation, site.Knowledge)))
        {
            site.Report(
                target.Syntax,
                "The timer starts this every " + Durations.Text(time) + " whether or not the last one is done, and " + slow.Name + " may take "
                + (slow.Api!.Timeout == Timeout.InfiniteTimeSpan ? "for ever" : Durations.Text(slow.Api.Timeout!.Value)) + ": slow answers pile up");
        }
    }

    /// <summary>The time between two calls; null where it is unknown or there is only one.</summary>
    private static TimeSpan? Period(IObjectCreationOperation creation, Site site) =>
        creation.Argument("period") is { } period && (Durations.Of(period, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(period)) is { Ticks: > 0 } time ? time : null;

    /// <summary>Whether an operation may keep a second callback out.</summary>
    private static bool KeepsOut(IOperation operation, Knowledge knowledge) => operation switch
    {
        ILockOperation => true,
        IAssignmentOperation { Target: IFieldReferenceOperation or IPropertyReferenceOperation, Target.Type.SpecialType: SpecialType.System_Boolean } => true,
        IPropertyReferenceOperation { Property: { Name: "Enabled", ContainingType.Name: "Timer" } } => true,
        IInvocationOperation { TargetMethod: { Name: var name, ContainingType: { } type } } =>
            CoreTypes.Same(type, knowledge.Type("System.Threading.Interlocked"))
            || CoreTypes.Same(type, knowledge.Type("System.Threading.Monitor"))
            || CoreTypes.Same(type, knowledge.Core.SemaphoreSlim)
            || (name is "Change" or "Stop" && type.Name is "Timer" or "ITimer")
            || name == "WaitOne",
        _ => false,
    };
}
