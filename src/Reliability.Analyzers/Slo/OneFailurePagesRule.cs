using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>REL0105: a promise of which, at the declared traffic, one failure alone is more than what pages.</summary>
/// <remarks>
/// Speaks only where traffic is declared, at the very number. A suggestion: the alert that is exported waits for a second failure, but two
/// odd ones in a night are no outage either. Silent where REL0104 has more to say, which is about even less traffic.
/// </remarks>
internal sealed class OneFailurePagesRule() : Rule(
    "REL0105", "One failure alone would page", Categories.Slo, DiagnosticSeverity.Info,
    "{0}",
    "A ratio of few events jumps: one odd request at night looks like an outage, and whoever is woken by it learns not to listen.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null)
            return;

        Promise.OnEach(start.Compilation, (promise, node) =>
        {
            if (SingleFailure.In(promise.Level) is { } failure && Outage.Latest(promise.Level) is null)
                promise.Report(node, this, promise.At("EventsPerHour"), Text(failure, promise.Level));
        });
    }

    private static string Text(SingleFailure failure, ServiceLevel level) =>
        "Of " + SpokenNumbers.Count(level.EventsPerHour!.Value, "event") + " an hour one failure is " + Percent(failure.Share) + ", and "
        + SpokenNumbers.Exactly(failure.Objective.Target) + " % pages above " + Percent(failure.Threshold)
        + ", so the alert has to wait for a second one; " + Any([.. Cures(failure)]);

    private static IEnumerable<string> Cures(SingleFailure failure)
    {
        yield return "add synthetic requests (" + SpokenNumbers.Number(failure.EnoughEvents) + " an hour in all are enough)";
        yield return "promise this together with other operations";
        if (failure.LowEnough() is { } target)
            yield return "promise " + SpokenNumbers.Exactly(target) + " %";

        if (failure.LongEnough() is { } days)
            yield return "promise it over " + SpokenNumbers.Count(days, "day");
    }

    private static string Any(string[] cures) => string.Join(", ", cures.Take(cures.Length - 1)) + ", or " + cures[cures.Length - 1];

    private static string Percent(decimal share) => SpokenNumbers.Number(share * 100m) + " %";
}
