using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Cancellation;

/// <summary>REL0408: a loop that sleeps between rounds without its token, so that a stop waits for the sleep to end.</summary>
/// <remarks>
/// Reports <c>Task.Delay</c> that is waited for and has no token in the loop's own frame, where a token is a parameter, or the
/// only field or property of the type that holds one. Silent where the delay is shorter than
/// <c>reliability.REL0408.min_milliseconds</c>, in loops that are over a collection or count something else than attempts, where
/// the delay is one of several that end the wait, and where no token is at hand: nobody is asked to change a signature.
/// </remarks>
internal sealed class DelayIgnoresTokenRule() : Rule(
    "REL0408", "Back-off delay cannot be cancelled", Categories.Cancellation, DiagnosticSeverity.Warning,
    "A stop waits until this delay{0} is over, in every round: '{1}' is at hand and not passed on",
    "Workers spend most of their time asleep, so a sleep that ignores the token is what a shutdown waits for.")
{
    private const int DefaultMinimum = 1000;

    public override void Start(RuleStart start)
    {
        if (start.Knowledge.Core is { Task: not null, CancellationToken: not null })
            start.OnLoop(Check);
    }

    private static void Check(Site site, Loop loop)
    {
        if (!loop.IsWorker && loop.Attempts.Count == 0)
            return;

        foreach (var part in loop.Parts)
        {
            if (part is IInvocationOperation { TargetMethod.Name: "Delay" } delay
                && CoreTypes.Same(delay.TargetMethod.ContainingType, site.Knowledge.Core.Task)
                && !site.Knowledge.Core.IsToken(delay.TargetMethod.Parameters[delay.TargetMethod.Parameters.Length - 1].Type)
                && delay.Enclosing<ILoopOperation>() == loop.Operation
                && IsTheWait(delay))
            {
                Check(site, delay);
            }
        }
    }

    private static void Check(Site site, IInvocationOperation delay)
    {
        var time = Time(delay, site);
        if (time is { } known && known != Timeout.InfiniteTimeSpan && known.TotalMilliseconds < site.Option("min_milliseconds", DefaultMinimum))
            return;

        var token = site.Knowledge.Tokens.InScope(delay, site.Member) ?? site.Knowledge.Tokens.InType(site.Member);
        if (token is null)
            return;

        site.Report(
            delay.Syntax,
            DiagnosticProperties.With("PassToken", token),
            time is { } length ? " of " + Durations.Text(length) : "",
            token);
    }

    /// <summary>Whether the loop goes on when the delay is over, and not before: among several in <c>WhenAny</c>, another may
    /// end the wait.</summary>
    private static bool IsTheWait(IInvocationOperation delay) =>
        delay.Await() is not null
        || delay.User() is IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter", Arguments.IsEmpty: true };

    private static TimeSpan? Time(IInvocationOperation delay, Site site)
    {
        var argument = delay.Arguments[0].Value;
        return Durations.Of(argument, site.Knowledge, site.Cancelled) ?? Durations.OfMilliseconds(argument);
    }
}
