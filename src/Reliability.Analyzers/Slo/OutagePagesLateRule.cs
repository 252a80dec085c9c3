using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>REL0104: a promise whose alerts cannot fire, or page later than an hour after everything has begun to fail.</summary>
/// <remarks>
/// Reports at the declared traffic where that is the reason, at the objective where that is: an hour with too few events cannot tell an
/// outage from one odd failure, and an objective near zero allows nearly everything to fail. Silent where no traffic is declared, unless the
/// objective alone is the reason. Once for a promise, about the objective whose page comes last.
/// </remarks>
internal sealed class OutagePagesLateRule() : Rule(
    "REL0104", "Outage pages late or never", Categories.Slo, DiagnosticSeverity.Warning,
    "{0}",
    "An alert that cannot fire looks like a service that never fails.")
{
    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.ServiceLevel) is null)
            return;

        Promise.OnEach(start.Compilation, (promise, node) =>
        {
            if (Outage.Latest(promise.Level) is not var (objective, page))
                return;

            var isForLackOfTraffic = Outage.IsForLackOfTraffic(promise.Level, objective);
            promise.Report(
                node, this, isForLackOfTraffic ? promise.At("EventsPerHour") : promise.At(objective),
                isForLackOfTraffic ? Traffic(promise.Level, objective, page) : Target(promise.Level, objective, page));
        });
    }

    private static string Traffic(ServiceLevel level, Objective objective, TimeSpan? page)
    {
        var enough = Outage.EnoughEvents(level, objective);
        var soon = BurnRatePolicy.TimeToFire(objective, level.WindowDays, 1m, enough)!.Value;
        return "At " + SpokenNumbers.Count(level.EventsPerHour!.Value, "event") + " an hour " + When(level, objective, page)
            + ", because no alert fires before a second failure; add synthetic requests (with " + SpokenNumbers.Number(enough)
            + " an hour it pages after " + SpokenNumbers.Duration(soon) + "), or promise this together with other operations";
    }

    private static string Target(ServiceLevel level, Objective objective, TimeSpan? page) =>
        "An objective of " + SpokenNumbers.Exactly(objective.Target) + " % lets so much fail that " + When(level, objective, page)
        + "; promise " + SpokenNumbers.Exactly(Outage.HighEnough(level, objective)) + " % or more";

    private static string When(ServiceLevel level, Objective objective, TimeSpan? page) =>
        page is { } late ? "a complete outage pages only after " + SpokenNumbers.Duration(late)
        : Outage.Ticket(level, objective) is { } ticket ? "a complete outage never pages, and the first ticket comes after " + SpokenNumbers.Duration(ticket)
        : "a complete outage never pages";
}
