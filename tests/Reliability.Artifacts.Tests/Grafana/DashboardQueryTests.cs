using System.Globalization;
using System.Text.Json;
using CsCheck;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Tests.Prometheus;

namespace Reliability.Artifacts.Tests.Grafana;

/// <summary>What dashboards ask Prometheus, as Prometheus understands and answers it.</summary>
public sealed class DashboardQueryTests : IDisposable
{
    private const string Raw = "reliability_slo_events_total{reliability_service=\"checkout\",reliability_slo=\"place-order\",reliability_objective=\"availability\",reliability_outcome=";

    private readonly TemporaryDirectory _directory;

    public DashboardQueryTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Prometheus_understands_every_query_whatever_the_names_hold() =>
        Samples.HostileManifest.Sample(
            manifest => Promtool.Check(_directory, AsRules(GrafanaExporter.Export([manifest, Samples.Checkout], new()))), iter: 20, threads: 1);

    [Fact]
    public void A_service_that_keeps_its_promise() => Answers(
        good: "0+1000x180", bad: "0x180", "2h",
        ("Pages firing", 0, 0m),
        ("Tickets firing", 0, 0m),
        ("Burn rate, 1h", 0, 0m),
        ("Budget left", 0, 1m),
        ("Budget gone in", 0, -1m));

    [Fact]
    public void An_outage()
    {
        // A twentieth fails: fifty times what is allowed. The hour is full of it.
        Answers(
            good: "0+950x180", bad: "0+50x180", "2h",
            ("Pages firing", 0, 2m),
            ("Burn rate, 1h", 0, 50m),
            ("Budget gone in", 0, 0m));

        // Five bad minutes after ten good hours: 250 of the 630 that are allowed so far, and an hour at four times the pace.
        Answers(
            good: "0+1000x600 600950+950x4 605750+1000x60", bad: "0x600 50+50x4 250x60", "630m",
            "abs(slo:error_budget:remaining_ratio{service=\"checkout\"} - 0.6) < 0.01",
            "Budget gone in", "abs(({0}) / (0.6 * 2592000 / 4.17) - 1) < 0.05");
    }

    [Fact]
    public void A_service_that_nothing_measures_is_not_one_without_failures()
    {
        var rules = PrometheusExporter.Export([Samples.Checkout], new())[0];
        Promtool.Test(_directory, rules, $$"""
            tests:
            - interval: 1m
              input_series: []
              promql_expr_test:
            {{Expectation(Query("Pages firing", 0), "10m", "- {labels: '{}', value: 0}")}}
            {{Expectation(Query("Budget left", 0), "10m", "[]")}}
            {{Expectation(Query("Failures", 0), "10m", "[]")}}
            {{Expectation(Query("Burn rate, 1h", 0), "10m", "[]")}}
            {{Expectation(Query("Budget gone in", 0), "10m", "[]")}}
            {{Expectation(FleetQuery("Promises not measured", 0), "10m", "- {labels: '{}', value: 1}")}}
            {{Expectation(FleetQuery("Promises broken", 0), "10m", "[]")}}

            """);
    }

    [Fact]
    public void Without_rules_nothing_is_known()
    {
        Promtool.Test(_directory, new("rules.yml", "groups: []\n"), $$"""
            tests:
            - interval: 1m
              input_series: []
              promql_expr_test:
            {{Expectation(Query("Pages firing", 0), "10m", "[]")}}
            {{Expectation(Query("Alerts: since when", 2), "10m", "[]")}}
            {{Expectation(FleetQuery("Promises not measured", 0), "10m", "[]")}}

            """);
    }

    [Fact]
    public void A_line_of_the_fleet_leads_to_the_dashboard_of_its_service_and_where_nobody_exported_one_back()
    {
        var search = Samples.Checkout with { Service = new() { Name = "search" } };
        var stranger = Samples.Checkout with { Service = new() { Name = "stranger" } };
        var rules = PrometheusExporter.Export([Samples.Checkout, search, stranger], new())
            .Where(file => file.Name.EndsWith(".rules.yml", StringComparison.Ordinal)).ToList();
        foreach (var other in rules.Skip(1))
            _directory.Write(other.Name, other.Content);

        var fleet = GrafanaExporter.Export([Samples.Checkout, search], new())[^1];
        var promised = GrafanaJson.Queries(JsonDocument.Parse(fleet.Content).RootElement).Single(query => query.Contains("label_replace", StringComparison.Ordinal));
        Promtool.Test(_directory, rules[0], $$"""
            tests:
            - interval: 1m
              input_series: []
              promql_expr_test:
            {{Expectation(GrafanaJson.Everything(promised), "10m", string.Join("\n      ", new[] { ("checkout", DashboardLinks.Uid("checkout")), ("search", DashboardLinks.Uid("search")), ("stranger", DashboardLinks.Fleet) }
                .Select(line => $"- {{labels: 'slo:objective:ratio{{service=\"{line.Item1}\",slo=\"place-order\",objective=\"availability\",dashboard=\"{line.Item2}\"}}', value: 0.999}}")))}}

            """, [.. rules.Skip(1).Select(other => other.Name)]);
    }

    private void Answers(string good, string bad, string at, params (string Panel, int Query, decimal Value)[] answers) =>
        Test(good, bad, string.Join("\n", answers.Select(answer =>
            Expectation($"round(sum({Query(answer.Panel, answer.Query)}), 0.001)", at, $"- {{labels: '{{}}', value: {answer.Value.ToString(CultureInfo.InvariantCulture)}}}"))));

    private void Answers(string good, string bad, string at, string premise, string panel, string condition) =>
        Test(good, bad, string.Join("\n", new[] { premise, string.Format(CultureInfo.InvariantCulture, condition, Query(panel, 0)) }
            .Select(expression => Expectation($"count({expression})", at, "- {labels: '{}', value: 1}"))));

    private void Test(string good, string bad, string expectations) =>
        Promtool.Test(_directory, PrometheusExporter.Export([Samples.Checkout], new())[0], $$"""
            tests:
            - interval: 1m
              input_series:
              - {series: '{{Raw}}"good"}', values: '{{good}}'}
              - {series: '{{Raw}}"bad"}', values: '{{bad}}'}
              promql_expr_test:
            {{expectations}}

            """);

    private static string Expectation(string query, string at, string samples) =>
        $"  - expr: |-\n      {query.Replace("\n", "\n      ", StringComparison.Ordinal)}\n    eval_time: {at}\n    exp_samples:\n      {samples}";

    private static string Query(string panel, int number) => Query(GrafanaExporter.Export([Samples.Checkout], new())[0], panel, number);

    private static string FleetQuery(string panel, int number) => Query(GrafanaExporter.Export([Samples.Checkout], new())[^1], panel, number);

    private static string Query(ArtifactFile dashboard, string panel, int number) => GrafanaJson.Everything(
        GrafanaJson.Panels(JsonDocument.Parse(dashboard.Content).RootElement)
            .First(candidate => candidate.GetProperty("title").GetString() == panel)
            .GetProperty("targets")[number].GetProperty("expr").GetString()!);

    /// <summary>All queries in a form that promtool reads.</summary>
    private static ArtifactFile AsRules(IReadOnlyList<ArtifactFile> dashboards) => new("queries.yml", RuleFileWriter.Write("", [new RuleGroup(
        "queries",
        [
            .. dashboards.SelectMany(file => GrafanaJson.Queries(JsonDocument.Parse(file.Content).RootElement)).Distinct()
                .Select((query, i) => new RecordingRule($"dashboard:query:{i}", GrafanaJson.Everything(query), [])),
        ])]));
}
