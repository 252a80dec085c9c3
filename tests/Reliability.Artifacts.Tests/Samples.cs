using System.Text.RegularExpressions;
using CsCheck;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests;

internal static class Samples
{
    /// <summary>Text of which each piece means something to one of the formats that it must pass.</summary>
    public static readonly Gen<string> HostileText =
        Gen.OneOf(
            "\"", "'", "`", "\\", "\n", "\r\n", "\t", "\0", "\u001b[31m", "\u0085", "\u00a0", "\u2028", "\ufeff", "\u202e", "é", "日本", "🚀", "𝒜",
            "{", "}", "{{", "}}", "{{ .Labels.service }}", "{{- end }}", "{{/*", "$value", "<script>alert(1)</script>", "&amp;",
            ": ", " #", "- ", "|", ">", "%", "@", "!", "*a", "&a", "null", "true", "0x1F", "1e3", "2024-01-01", "~", " ", "\\n", "\\u0041", "[5m]", "} or vector(1) #",
            "a", "Z", "0", "é\u0301")
            .Array[1, 8].Select(string.Concat);

    private static readonly Gen<Ownership?> s_owner = Gen.Select(
        HostileText, HostileText.Null(), HostileText.Null(), (team, onCall, chat) => new Ownership { Team = team, OnCall = onCall, Chat = chat }).Null()!;

    private static readonly Gen<EquatableArray<Objective>> s_objectives = Gen.Select(
        Gen.Int[1, 9_999_999], Gen.Int[1, 9_999].HashSet[0, 2], Gen.Bool, (target, thresholds, availability) =>
        {
            var latencies = thresholds.Select(threshold => Objective.Latency(target / 100_000m, threshold / 10m));
            return (availability || thresholds.Count == 0 ? latencies.Prepend(Objective.Availability(target / 100_000m)) : latencies)
                .ToEquatableArray();
        });

    private static readonly Gen<decimal?> s_events = Gen.Int[0, 10_000_000].Select(events => events < 2_000_000 ? (decimal?)null : events / 100m);

    private static readonly Gen<LabelMatcher> s_matcher = Gen.Select(
        HostileText, Gen.OneOf(LabelOperator.Is, LabelOperator.IsNot, LabelOperator.Matches, LabelOperator.MatchesNot), Gen.OneOf(HostileText, Gen.Const("")),
        (label, comparison, value) => new LabelMatcher(label, comparison, comparison.TakesPattern() ? Regex.Escape(value) + ".*|5.." : value));

    private static readonly Gen<EquatableArray<LabelMatcher>> s_matchers = s_matcher.Array[0, 3].Select(matchers => matchers.ToEquatableArray());

    private static readonly Gen<EquatableArray<LabelMatcher>> s_someMatchers = s_matcher.Array[1, 3].Select(matchers => matchers.ToEquatableArray());

    // One of the four ways to tell good events from bad ones.
    private static readonly Gen<MetricSource> s_outcome = Gen.Select(
        Gen.Int[0, 3], s_someMatchers, HostileText,
        (kind, matchers, other) => new MetricSource
        {
            Name = "", Kind = MetricKind.Counter,
            Good = kind == 0 ? matchers : default, Bad = kind == 1 ? matchers : default, Other = kind > 1 ? other : null, OtherIsGood = kind == 2,
        });

    private static readonly Gen<MetricSource> s_metric = Gen.Select(
        HostileText, Gen.Bool, Gen.OneOf<string?>(null, "s", "ms", "us", "min", "By", "{request}", "1", "furlong"), s_matchers, s_outcome,
        Gen.Int[1, 1_000_000].HashSet[0, 5],
        (name, isHistogram, unit, where, outcome, bounds) => outcome with
        {
            Name = name, Kind = isHistogram ? MetricKind.Histogram : MetricKind.Counter, Unit = unit, Where = where,
            Buckets = isHistogram ? bounds.Order().Select(bound => bound / 1000m).ToEquatableArray() : default,
        });

    private static readonly Gen<Operation> s_operation = Gen.Select(
        Gen.Select(HostileText, HostileText, HostileText.Null(), HostileText.Null()), s_objectives, s_owner, Gen.Int[1, 90], HostileText.Array[0, 2], Gen.Bool, s_events,
        (texts, objectives, owner, days, excluded, endpoint, events) => new Operation
        {
            Name = texts.Item1,
            Function = texts.Item2,
            Layer = endpoint ? OperationLayer.Endpoint : OperationLayer.Method,
            Owner = owner,
            Source = texts.Item3,
            Level = new()
            {
                Objectives = objectives, WindowDays = days, Runbook = texts.Item4, ExcludedExceptions = excluded.ToEquatableArray(), EventsPerHour = events,
            },
        });

    private static readonly Gen<Operation> s_metricOperation = Gen.Select(s_operation, s_metric, (operation, metric) => operation with
    {
        Function = null,
        Layer = OperationLayer.Metric,
        Metric = metric,
        Level = operation.Level with
        {
            // Only a histogram of times, whose labels tell what is good, knows what was fast.
            Objectives = metric.Kind == MetricKind.Histogram && metric.Other is null && DurationUnits.Milliseconds(metric.Unit) is not null
                ? operation.Level.Objectives
                : EquatableArray.Of(Objective.Availability(operation.Level.Objectives[0].Target)),
            ExcludedExceptions = default,
        },
    });

    public static readonly Gen<ServiceManifest> HostileManifest = Gen.Select(
        HostileText, HostileText.Null(), Gen.OneOf<string?>(null, "low", "medium", "high", "critical"), Gen.Frequency((3, s_operation), (1, s_metricOperation)).Array[1, 4],
        s_owner,
        (name, system, tier, operations, owner) => new ServiceManifest
        {
            Owner = owner,
            Service = new() { Name = name, System = system, Tier = tier },
            Operations = operations.DistinctBy(operation => operation.Name).ToEquatableArray(),
        });

    public static readonly Operation PlaceOrder = new()
    {
        Name = "place-order",
        Function = "Shop.OrderService.PlaceOrderAsync",
        Layer = OperationLayer.Method,
        Level = new()
        {
            Objectives = EquatableArray.Of(Objective.Availability(99.9m)), Runbook = "https://runbooks.example/place-order",
        },
        Owner = new() { Team = "payments", OnCall = "pagerduty:PABC123", Chat = "#payments" },
        Source = "src/Shop/OrderService.cs:12",
    };

    public static readonly Operation CheckoutEdge = new()
    {
        Name = "checkout-edge",
        Layer = OperationLayer.Metric,
        Metric = new()
        {
            Name = "http.server.request.duration", Kind = MetricKind.Histogram, Unit = "s", Buckets = EquatableArray.Of(0.1m, 0.25m, 1m),
            Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, "/orders")),
            Bad = EquatableArray.Of(new LabelMatcher("http.response.status_code", LabelOperator.Matches, "5..")),
        },
        Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 250m)), EventsPerHour = 40m },
    };

    public static readonly ServiceManifest Checkout = new()
    {
        Service = new() { Name = "checkout", Tier = "critical", System = "shop" }, Operations = EquatableArray.Of(PlaceOrder),
    };

    /// <summary>The rule file of one service, as it is exported without options.</summary>
    public static ArtifactFile Rules(ServiceManifest manifest) => PrometheusExporter.Export([manifest], new())[0];
}
