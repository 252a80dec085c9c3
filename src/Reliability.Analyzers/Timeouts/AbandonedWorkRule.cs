using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Timeouts;

/// <summary>REL0304: a timeout that stops the waiting and not the work.</summary>
/// <remarks>
/// Reports <c>Task.WhenAny(work, Task.Delay(time))</c> where the work is a call that could be cancelled by a token and is not,
/// and where nothing awaits it once the time is over. Silent where its token comes from a source that is cancelled or has a
/// time, where what does the work is disposed or closed, where the task is kept or handed to anybody, in a loop that looks at
/// the same task again, and on the way down. A <c>Task.Delay</c> that goes on after the work is CA2027.
/// </remarks>
internal sealed class AbandonedWorkRule() : Rule(
    "REL0304", "Timeout abandons the work", Categories.Timeouts, DiagnosticSeverity.Warning,
    "'{0}' goes on when {1}: nothing cancels it and nobody sees it fail; give it the token of a CancellationTokenSource that has this time",
    "Work that nobody waits for keeps its connection, its lock and its load on the other side, so that timeouts under load make the load grow.")
{
    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { Task: { } task, TokenSource: not null })
        {
            start.OnCall(
                (site, call) =>
                {
                    if (CoreTypes.Same(call.TargetMethod.ContainingType, task))
                        Check(site, call);
                },
                "WhenAny");
        }
    }

    private static void Check(Site site, IInvocationOperation race)
    {
        if (Racers(race) is not { } racers)
            return;

        var (one, other) = racers;
        var (work, delay) = Delay(one, site) is { } first ? (other, first) : (one, Delay(other, site));
        if (delay is null || Delay(work, site) is not null)
            return;

        var time = Durations.Of(delay.Arguments[0].Value, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(delay.Arguments[0].Value);
        if (time == Timeout.InfiniteTimeSpan || site.Member is IMethodSymbol method && site.Knowledge.EntryPoints.IsShutdown(method))
            return;

        var abandoned = new AbandonedWork(race, site.Knowledge);
        if (abandoned.Call(work) is { } call && abandoned.CouldBeCancelled(call) && !abandoned.IsCancelled(call) && !abandoned.IsAwaitedLater(work.Symbol() as ILocalSymbol, Local(one, other, work)))
        {
            site.Report(
                race.Syntax is InvocationExpressionSyntax { Expression: { } name } ? name : race.Syntax,
                call.Name(),
                time is { } length ? "the " + Durations.Text(length) + " are over" : "the time is over");
        }
    }

    private static ILocalSymbol? Local(IOperation one, IOperation other, IOperation work) => (work == one ? other : one).Symbol() as ILocalSymbol;

    /// <summary>The two tasks of a race, or null: there are more.</summary>
    private static (IOperation One, IOperation Other)? Racers(IInvocationOperation race) => race.Arguments switch
    {
        [{ Value: var one }, { Value: var other }] => (one.Unwrapped(), other.Unwrapped()),
        [{ Value: IArrayCreationOperation { Initializer.ElementValues: [var one, var other] } }] => (one.Unwrapped(), other.Unwrapped()),
        _ => null,
    };

    private static IInvocationOperation? Delay(IOperation task, Site site) =>
        AbandonedWork.Made(task) is IInvocationOperation { TargetMethod.Name: "Delay", Arguments.Length: > 0 } call && CoreTypes.Same(call.TargetMethod.ContainingType, site.Knowledge.Core.Task)
            ? call
            : null;
}
