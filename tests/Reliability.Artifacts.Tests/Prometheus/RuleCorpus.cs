using System.Globalization;
using CsCheck;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>Declarations as people might write them and as nobody would: any objective from 50 to 99.999 %, any window, names that mean
/// something to one of the formats, several objectives, our events and metrics of others.</summary>
internal static class RuleCorpus
{
    // An outage of what may often fail takes an hour until it pages, and each minute of a test costs all rules of the service: the
    // objectives of a service are of a kind.
    private static readonly Gen<Gen<decimal>> s_targets = Gen.Frequency(
        (1, Gen.Const(() => Gen.Int[50_000, 95_000].Select(target => target / 1000m))),
        (1, Gen.Const(() => Gen.Int[95_000, 99_000].Select(target => target / 1000m))),
        (3, Gen.Const(() => Gen.Int[99_000, 99_999].Select(target => target / 1000m))),
        (3, Gen.Const(() => Gen.OneOf(99m, 99.5m, 99.9m, 99.95m, 99.99m, 99.999m))));

    private static readonly Gen<decimal> s_bound = Gen.OneOf(5m, 100m, 300m, 1000m, 2500m);

    private static readonly Gen<Ownership?> s_owner =
        Samples.HostileText.Select(team => new Ownership { Team = team, OnCall = team, Chat = team }).Null()!;

    private static readonly Gen<MetricSource?> s_metric = Gen.Frequency(
        (9, Gen.Const((MetricSource?)null)),
        (1, Gen.Select(Samples.HostileText, Gen.OneOf("s", "ms"), (route, unit) => (MetricSource?)new MetricSource
        {
            Name = "http.server.request.duration",
            Kind = MetricKind.Histogram,
            Unit = unit,
            Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, route)),
            Bad = EquatableArray.Of(new LabelMatcher("http.response.status_code", LabelOperator.Matches, "5..")),
        })),
        (1, Samples.HostileText.Select(queue => (MetricSource?)new MetricSource
        {
            Name = "messages.handled",
            Kind = MetricKind.Counter,
            Unit = "{message}",
            Where = EquatableArray.Of(
                new LabelMatcher("queue", LabelOperator.Is, queue), new LabelMatcher("kind", LabelOperator.MatchesNot, "test-.*|probe")),
            Good = EquatableArray.Of(new LabelMatcher("result", LabelOperator.Matches, "ok|(late|again)?done")),
        })),
        (1, Gen.Select(Samples.HostileText, Gen.Bool, (job, isGood) => (MetricSource?)new MetricSource
        {
            Name = "jobs.run",
            Kind = MetricKind.Counter,
            Where = EquatableArray.Of(new LabelMatcher("job.name", LabelOperator.Is, job)),
            Other = isGood ? "jobs.done" : "jobs.broken",
            OtherIsGood = isGood,
        })));

    private static Gen<Operation> Operation(Gen<decimal> target) => Gen.Select(
        Gen.Select(Samples.HostileText, Samples.HostileText), s_metric, target.Array[1, 3], s_bound.HashSet[2], Gen.Int[1, 90], s_owner,
        Gen.OneOf<decimal?>(null, 1m, 10m, 3600m),
        (texts, metric, targets, bounds, days, owner, eventsPerHour) => new Operation
        {
            Name = texts.Item1,
            Function = "Shop.Orders.Place",
            Layer = metric is null ? OperationLayer.Method : OperationLayer.Metric,
            Metric = metric,
            Owner = owner,
            Source = texts.Item2,
            Level = new() { Objectives = Objectives(metric, targets, [.. bounds.Order()]), WindowDays = days, Runbook = texts.Item2, EventsPerHour = eventsPerHour },
        });

    /// <summary>One service.</summary>
    public static readonly Gen<ServiceManifest> Service = Gen.Select(
        Samples.HostileText, Gen.OneOf<string?>(null, "low", "medium", "high", "critical"), s_targets.SelectMany(target => Operation(target).Array[1, 4]), s_owner,
        (name, tier, operations, owner) => new ServiceManifest
        {
            Owner = owner,
            Service = new() { Name = name, Tier = tier },
            Operations = operations.DistinctBy(operation => operation.Name).OrderBy(operation => operation.Name, StringComparer.Ordinal).ToEquatableArray(),
        });

    /// <summary>Services whose names differ, with so many objectives or a few more.</summary>
    public static Gen<ServiceManifest[]> Services(int objectives) => Service.Array[objectives].Select(services =>
    {
        var declared = 0;
        return services
            .Select((service, i) => service with { Service = service.Service with { Name = service.Service.Name + i.ToString(CultureInfo.InvariantCulture) } })
            .TakeWhile(service => declared < objectives && (declared += service.Operations.Sum(operation => operation.Level.Objectives.Count)) > 0)
            .ToArray();
    });

    private static EquatableArray<Objective> Objectives(MetricSource? metric, decimal[] targets, decimal[] bounds) => (metric?.Kind, targets) switch
    {
        (MetricKind.Counter, _) => EquatableArray.Of(Objective.Availability(targets[0])),
        (MetricKind.Histogram, [var latency]) => EquatableArray.Of(Objective.Latency(latency, bounds[0])),
        _ => targets.Select((target, i) => i == 0 ? Objective.Availability(target) : Objective.Latency(target, bounds[i - 1])).ToEquatableArray(),
    };
}
