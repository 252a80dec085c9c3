using CsCheck;
using Reliability.Artifacts.Alertmanager;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.OpenSlo;
using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Sloth;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Every name in every output is defined by some output, or published by a service. promtool, amtool and Grafana's own types
/// accept a rule that reads a series which nobody records.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Every_reference_resolves() => AssertResolved(Exports.All(Exports.Services, new()), Exports.Services);

    [Fact]
    public void Every_reference_resolves_where_one_file_serves_the_fleet() =>
        AssertResolved(Exports.Fleet(Exports.Services, new()), Exports.Services);

    [Fact]
    public void Every_reference_resolves_where_the_operator_brings_the_rules() =>
        AssertResolved(Exports.Operator(Exports.Services, new()), Exports.Services);

    [Theory]
    [InlineData(MetricNaming.Otlp)]
    [InlineData(MetricNaming.OtlpWithoutSuffixes)]
    public void Every_reference_resolves_however_metrics_come(MetricNaming naming)
    {
        var options = new ExportOptions { Naming = naming, GrafanaUrl = "https://grafana.example" };
        AssertResolved(Exports.All(Exports.Services, options), Exports.Services, naming);
        AssertResolved(Exports.Fleet(Exports.Services, options), Exports.Services, naming);
        AssertResolved(Exports.Operator(Exports.Services, options), Exports.Services, naming);
    }

    [Fact]
    public void Every_reference_resolves_whatever_the_names_hold() =>
        Samples.HostileManifest.Sample(manifest => 
            AssertResolved(Exports.All([manifest, .. Exports.Services], new()), [manifest, .. Exports.Services]), iter: 30);

    [Fact]
    public void A_file_that_nobody_checks_is_found() =>
        Assert.Equal(["new.yml: nobody checks what this file names"], ReferenceCheck.Unresolved([new("new.yml", "kind: Something\n")], []));

    private static void AssertResolved(IReadOnlyList<ArtifactFile> files, IReadOnlyList<ServiceManifest> services, MetricNaming naming = default)
    {
        var findings = ReferenceCheck.Unresolved(files, services, naming, Exports.OtherRules(files));
        Assert.True(findings.Count == 0, string.Join("\n", findings.Take(20)));
    }
}

/// <summary>Everything that is exported.</summary>
internal static class Exports
{
    /// <summary>Three services, with owners and without, with objectives of all kinds, windows that leave alerts out, and metrics of others.</summary>
    public static readonly IReadOnlyList<ServiceManifest> Services =
    [
        Samples.Checkout with
        {
            Owner = Samples.PlaceOrder.Owner,
            Operations = EquatableArray.Of(
                Samples.PlaceOrder with
                {
                    Name = "assess-risk", Owner = new() { Team = "payments", OnCall = "pagerduty:PRISK", Chat = "#risk" },
                    Level = Samples.PlaceOrder.Level with { WindowDays = 7 },
                },
                Samples.PlaceOrder with
                {
                    Level = Samples.PlaceOrder.Level with { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)) },
                }),
        },
        new()
        {
            Service = new() { Name = "search" },
            Operations = EquatableArray.Of(
                Samples.PlaceOrder with
                {
                    Name = "query", Owner = null, Level = new() { Objectives = EquatableArray.Of(Objective.Availability(90m)), WindowDays = 1 },
                }),
        },
        new()
        {
            Service = new() { Name = "gateway" },
            Operations = EquatableArray.Of(
                Samples.PlaceOrder with
                {
                    Name = "proxy", Layer = OperationLayer.Metric, Owner = new() { Team = "edge" }, Metric = new()
                    {
                        Name = "http.server.request.duration", Kind = MetricKind.Histogram, Unit = "s", Buckets = EquatableArray.Of(0.1m, 0.3m, 1m),
                        Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, "/orders")),
                        Bad = EquatableArray.Of(new LabelMatcher("http.response.status_code", LabelOperator.Matches, "5..")),
                    },
                    Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)) },
                },
                Samples.PlaceOrder with
                {
                    Name = "publish", Layer = OperationLayer.Metric, Owner = new() { Team = "edge" }, Metric = new()
                    {
                        Name = "messages.sent", Kind = MetricKind.Counter, Unit = "{message}", Other = "messages.lost",
                    },
                }),
        },
    ];

    public static IReadOnlyList<ArtifactFile> All(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>

        [
            .. PrometheusExporter.Export(services, options), .. OpenSloExporter.Export(services, options), .. SlothExporter.Export(services, options),
            .. People(services, options),
        ];

    public static IReadOnlyList<ArtifactFile> Fleet(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. FleetExporter.Export(options, FleetExporter.DefaultWindows), .. People(services, options)];

    /// <summary>The rules that a Prometheus has instead of these: those of a fleet for those of its services, and the other way round.</summary>
    public static IReadOnlyList<ArtifactFile> OtherRules(IReadOnlyList<ArtifactFile> files) => files.Any(file => file.Name == "fleet.rules.yml")
        ? PrometheusExporter.Export(Services, new())
        : FleetExporter.Export(new(), FleetExporter.DefaultWindows);

    public static IReadOnlyList<ArtifactFile> Operator(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. PrometheusRuleExporter.Export(services, options), .. People(services, options)];

    private static IEnumerable<ArtifactFile> People(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. GrafanaExporter.Export(services, options), .. AlertmanagerExporter.Export(services, options)];
}
