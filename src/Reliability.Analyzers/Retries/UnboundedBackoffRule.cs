using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;
using Reliability.Analyzers.Engine.Apis;
using Reliability.Analyzers.Engine.Loops;

namespace Reliability.Analyzers.Retries;

/// <summary>REL0503: a back-off that grows with every failure in a row and that nothing caps. After a night's outage it waits for
/// weeks, and then the number overflows: the delay becomes negative and throws, or zero and the loop spins.</summary>
/// <remarks>
/// Reports <c>Math.Pow(2, n)</c>, <c>1 &lt;&lt; n</c> and <c>delay *= 2</c> that reach a delay, in loops that nothing but success or a
/// stop ends, and in Polly retries that never give up or whose last wait is longer than
/// <c>reliability.REL0503.max_minutes</c>. Silent where the growth or what it depends on is compared, clamped or chosen anywhere
/// in the loop, and where the attempts are counted: few attempts need no cap.
/// </remarks>
internal sealed class UnboundedBackoffRule() : Rule(
    "REL0503", "Back-off grows without bound", Categories.Retries, DiagnosticSeverity.Warning,
    "Nothing caps this back-off: {0}",
    "Exponential growth without a cap turns a long outage into one that lasts for days after its cause is gone.")
{
    private const int DefaultMaximum = 60;

    public override void Start(RuleStart start)
    {
        start.OnLoop(Check);
        if (start.Type("Polly.Policy") is not null)
            start.OnCall(CheckPolicy, "WaitAndRetry", "WaitAndRetryAsync", "WaitAndRetryForever", "WaitAndRetryForeverAsync");
    }

    private static void Check(Site site, Loop loop)
    {
        if (!loop.IsEndless && !loop.IsWorker)
            return;

        foreach (var part in loop.Parts)
        {
            if (part is not IInvocationOperation { TargetMethod.Name: "Delay" or "Sleep", Arguments.Length: > 0 } pause || !site.Knowledge.Apis.Has(pause.TargetMethod, ApiTraits.Paces) || !loop.IsOnSpine(pause))
                continue;

            if (Growth.In(pause.Arguments[0].Value, loop, site.Knowledge, site.Cancelled) is { } growth && !growth.IsCapped(loop))
                site.Report(growth.Operation.Syntax, Fix(growth), Text(growth, site));
        }
    }

    private static string Text(Growth growth, Site site)
    {
        var limit = TimeSpan.FromMinutes(site.Option("max_minutes", DefaultMaximum));
        return growth.Reaches(limit) is { } failures
            ? "after " + failures + " failures in a row it is longer than " + Durations.Text(limit) + ", and soon after it overflows"
            : "it multiplies with every failure in a row until it overflows";
    }

    private static void CheckPolicy(Site site, IInvocationOperation call)
    {
        if (!PollyRetries.IsRetry(call.TargetMethod)
            || call.Argument("sleepDurationProvider")?.Unwrapped() is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: [var attempt, ..] } provider }
            || Growth.Of(provider.Body, attempt) is not { } growth || Growth.IsChosen(provider.Body))
        {
            return;
        }

        if (PollyRetries.IsForever(call.TargetMethod))
        {
            site.Report(growth.Operation.Syntax, Fix(growth), Text(growth, site));
            return;
        }

        var limit = TimeSpan.FromMinutes(site.Option("max_minutes", DefaultMaximum));
        if (call.Argument("retryCount") is { } count && Durations.Number(count) is { } retries && growth.Reaches(limit) is { } failures && failures < retries)
            site.Report(growth.Operation.Syntax, Fix(growth), "from attempt " + (failures + 1) + " of " + (int)(retries + 1) + " on it is longer than " + Durations.Text(limit));
    }

    private static ImmutableDictionary<string, string?> Fix(Growth growth) =>
        growth.Fix is { } fix ? DiagnosticProperties.With(fix.Kind, fix.Value) : DiagnosticProperties.None;
}
