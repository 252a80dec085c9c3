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

    private static readonly Gen<Operation> s_operation = Gen.Select(
        Gen.Select(HostileText, HostileText, HostileText.Null(), HostileText.Null()), s_objectives, s_owner, Gen.Int[1, 90], HostileText.Array[0, 2], Gen.Bool,
        (texts, objectives, owner, days, excluded, endpoint) => new Operation
        {
            Name = texts.Item1,
            Function = texts.Item2,
            Layer = endpoint ? OperationLayer.Endpoint : OperationLayer.Method,
            Owner = owner,
            Source = texts.Item3,
            Level = new()
            {
                Objectives = objectives, WindowDays = days, Runbook = texts.Item4, ExcludedExceptions = excluded.ToEquatableArray(),
            },
        });

    public static readonly Gen<ServiceManifest> HostileManifest = Gen.Select(
        HostileText, HostileText.Null(), Gen.OneOf<string?>(null, "low", "medium", "high", "critical"), s_operation.Array[1, 4],
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

    public static readonly ServiceManifest Checkout = new()
    {
        Service = new() { Name = "checkout", Tier = "critical", System = "shop" }, Operations = EquatableArray.Of(PlaceOrder),
    };

    /// <summary>The rule file of one service, as it is exported without options.</summary>
    public static ArtifactFile Rules(ServiceManifest manifest) => PrometheusExporter.Export([manifest], new())[0];
}
