using CsCheck;
using Reliability.Artifacts.OpenSlo;
using Reliability.Artifacts.Tests.Prometheus;
using Reliability.Model;
using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.OpenSlo;

public sealed class OpenSloExporterTests
{
    [Fact]
    public void What_is_exported_is_OpenSLO_whatever_things_are_called() =>
        Samples.HostileManifest.Sample(manifest => Assert.Equal([], OpenSloSpecification.Problems(OpenSloSamples.Export(manifest).Content)), iter: 300);

    [Theory]
    [InlineData("name: \"checkout--place-order--availability\"\n  displayName", "name: \"Place order\"\n  displayName", ".metadata.name: no name: 'Place order'")]
    [InlineData("displayName: \"place-order: 99.9 % succeed\"", "displayName: \"The promise that an order is placed when somebody wants to place one\"", "no display")]
    [InlineData("target: 0.999", "target: 99.9", "SLO.objectives.target: no ratio: '99.9'")]
    [InlineData("target: 0.999", "target: 0.999\n    targetPercent: 99.9", "it is either target or targetPercent")]
    [InlineData("target: 0.999", "target: 0.999\n    op: gt", "SLO.objectives: 'op' is unknown")]
    [InlineData("target: 0.999", "target: 0.999\n    value: 1", "SLO.objectives: 'value' is unknown")]
    [InlineData("duration: 30d", "duration: 30 days", "no duration: '30 days'")]
    [InlineData("isRolling: true", "isRolling: false", "SLO.timeWindow.isRolling")]
    [InlineData("  budgetingMethod: Occurrences\n", "", "SLO: 'budgetingMethod' is missing")]
    [InlineData("reliability.dev/layer", "reliability dev/layer", "no key: 'reliability dev/layer'")]
    [InlineData("lookbackWindow: 1h", "lookbackWindow: 60", "no duration: '60'")]
    [InlineData("alertAfter: 2m", "alertAfter: 2min", "no duration: '2min'")]
    [InlineData("op: gt", "op: above", "no operator: 'above'")]
    [InlineData("apiVersion: openslo/v1\nkind: Service", "apiVersion: openslo/v2\nkind: Service", ".apiVersion: no =openslo/v1: 'openslo/v2'")]
    [InlineData("kind: Service", "kind: Product", "the kind 'Product' is unknown")]
    [InlineData("\n  service: \"checkout\"", "\n  service: \"basket\"", "there is no Service 'basket'")]
    [InlineData("targetRef: \"checkout--on-call", "targetRef: \"basket--on-call", "there is no AlertNotificationTarget 'basket--on-call")]
    [InlineData("alertPolicyRef: \"checkout--place-order--availability--burn-1h\"", "alertPolicyRef: \"other\"", "there is no AlertPolicy 'other'")]
    [InlineData("        good:\n", "        fine:\n", "it is either good or bad")]
    public void A_fault_is_found_by_the_rules_that_the_export_is_judged_by(string right, string wrong, string problem)
    {
        var exported = OpenSloSamples.Export(Samples.Checkout).Content;
        Assert.Contains(right, exported, StringComparison.Ordinal);
        var at = exported.IndexOf(right, StringComparison.Ordinal);

        var problems = OpenSloSpecification.Problems(exported[..at] + wrong + exported[(at + right.Length)..]);

        Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_with_two_conditions_is_found_by_the_rules()
    {
        var exported = OpenSloSamples.Export(Samples.Checkout).Content;
        var condition = exported[(exported.IndexOf("  conditions:\n", StringComparison.Ordinal) + "  conditions:\n".Length)..];
        condition = condition[..condition.IndexOf("  notificationTargets:", StringComparison.Ordinal)];

        Assert.Contains("AlertPolicy.conditions: 2 items", OpenSloSpecification.Problems(exported.Replace(condition, condition + condition, StringComparison.Ordinal)));
    }

    [Fact]
    public void Prometheus_can_run_every_query_whatever_things_are_called()
    {
        Promtool.SkipIfMissing();
        using var directory = new TemporaryDirectory();
        var queries = new List<string>();
        Samples.HostileManifest.Sample(manifest => queries.AddRange(Queries(OpenSloSamples.Export(manifest).Content)), iter: 50, threads: 1);
        var rules = queries.Select((query, index) => $"  - record: q{index}\n    expr: |-\n      {query.Replace("\n", "\n      ", StringComparison.Ordinal)}\n");

        Promtool.Check(directory, new("queries.yml", $"groups:\n- name: queries\n  rules:\n{string.Concat(rules)}"));
    }

    [Fact]
    public void Counters_are_named_as_they_stand_and_a_failure_is_never_fast()
    {
        var queries = Queries(OpenSloSamples.Export(Samples.Checkout with { Operations = EquatableArray.Of(Samples.CheckoutEdge) }).Content);

        const string All = "http_server_request_duration_seconds_count{http_route=\"/orders\"}";
        Assert.Equal(
            [
                "http_server_request_duration_seconds_count{http_route=\"/orders\",http_response_status_code=~\"5..\"}", All,
                "http_server_request_duration_seconds_bucket{http_route=\"/orders\",le=\"0.25\"}\nunless\n"
                + "http_server_request_duration_seconds_bucket{http_route=\"/orders\",http_response_status_code=~\"5..\",le=\"0.25\"}", All,
            ],
            queries);
    }

    [Theory]
    [InlineData(MetricNaming.PrometheusExporter, "reliability_slo_events_total{")]
    [InlineData(MetricNaming.OtlpWithoutSuffixes, "reliability_slo_events{")]
    public void Queries_name_what_Prometheus_has(MetricNaming naming, string counter) =>
        Assert.All(Queries(OpenSloSamples.Export(Samples.Checkout, naming).Content), query => Assert.StartsWith(counter, query, StringComparison.Ordinal));

    [Fact]
    public void Each_pair_of_windows_is_a_policy_of_its_own_with_the_short_window_noted()
    {
        var file = OpenSloSamples.Export(Samples.Checkout).Content;
        var alerts = BurnRatePolicy.Alerts(Objective.Availability(99.9m), 30);

        Assert.Equal(alerts.Count, Count(file, "kind: AlertPolicy\n"));
        Assert.Contains("threshold: 14.4\n        lookbackWindow: 1h\n        alertAfter: 2m\n", file, StringComparison.Ordinal);
        Assert.Contains("reliability.dev/short-window: \"5m\"", file, StringComparison.Ordinal);
        Assert.Equal(1, Count(file, "alertWhenNoData: true\n"));
    }

    [Fact]
    public void A_page_goes_to_whoever_is_on_call_and_else_to_Alertmanager()
    {
        Assert.Contains("target: \"pagerduty:PABC123\"", OpenSloSamples.Export(Samples.Checkout).Content, StringComparison.Ordinal);

        var nobodys = Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder with { Owner = null }) };
        Assert.Contains("target: \"alertmanager\"", OpenSloSamples.Export(nobodys).Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_with_more_digits_than_its_ratio_could_have_stays_exact()
    {
        var manifest = WithTarget(99.99999999999999999999999999m);
        Assert.Contains("target: 0.9999999999999999999999999999\n", OpenSloSamples.Export(manifest).Content, StringComparison.Ordinal);

        manifest = WithTarget(9.999999999999999999999999999m);
        Assert.Contains("targetPercent: 9.999999999999999999999999999\n", OpenSloSamples.Export(manifest).Content, StringComparison.Ordinal);
        Assert.Equal([manifest], OpenSloReader.Read("a.yaml", OpenSloSamples.Export(manifest).Content).Services);
    }

    [Fact]
    public void Names_that_look_alike_do_not_become_the_same_object()
    {
        var hundreds = Enumerable.Range(0x1000, 500).Select(c => OpenSloNames.Of("checkout", $"place{(char)c}order")).ToList();
        Assert.Equal(hundreds.Count, hundreds.Distinct().Count());

        string[] names = ["Place Order", "place order", "place-order", "place--order", "plÄce-order", new string('x', 60), new string('x', 61)];

        Assert.Equal(names.Length, names.Select(name => OpenSloNames.Of("checkout", name)).Distinct().Count());
        Assert.NotEqual(OpenSloNames.Of("a-b", "c"), OpenSloNames.Of("a", "b-c"));
        Assert.NotEqual(OpenSloNames.Of("a--b", "c"), OpenSloNames.Of("a", "b--c"));
    }

    private static ServiceManifest WithTarget(decimal target) => Samples.Checkout with
    {
        Operations = EquatableArray.Of(Samples.PlaceOrder with { Level = new() { Objectives = EquatableArray.Of(Objective.Availability(target)) } }),
    };

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IEnumerable<string> Queries(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents
            .SelectMany(document => document.RootNode.AllNodes.OfType<YamlMappingNode>())
            .Where(mapping => mapping.Children.ContainsKey(new YamlScalarNode("query")))
            .Select(mapping => ((YamlScalarNode)mapping.Children[new YamlScalarNode("query")]).Value!);
    }
}
