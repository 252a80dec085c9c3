using CsCheck;
using Reliability.Artifacts.Sloth;
using Reliability.Artifacts.Tests.Prometheus;
using Reliability.Model;
using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.Sloth;

public sealed class SlothTests
{
    private const string File = """
        version: "prometheus/v1"
        service: "basket"
        labels:
          owner: "web"
          repo: "acme/basket"
        slos:
          - name: "add-available"
            objective: 99.95
            description: "Adding to the basket."
            sli:
              events:
                error_query: sum(rate(basket_seconds_count{job="basket",code=~"(5..|429)"}[{{.window}}]))
                total_query: sum(rate(basket_seconds_count{job="basket"}[{{.window}}]))
            alerting:
              name: BasketErrors
              annotations:
                runbook: "https://wiki.example/basket"
              page_alert:
                labels: {severity: page}
              ticket_alert:
                disable: true

        """;

    [Fact]
    public void Events_become_a_metric_with_objective_owner_and_runbook()
    {
        var imported = SlothReader.Read("a.yml", File);

        var service = Assert.Single(imported.Services);
        Assert.Equal(("basket", "web"), (service.Service.Name, service.Owner!.Team));
        Assert.Equal(
            new Operation
            {
                Name = "add-available",
                Layer = OperationLayer.Metric,
                Metric = new()
                {
                    Name = "basket", Kind = MetricKind.Histogram, Unit = "s", Where = EquatableArray.Of(new LabelMatcher("job", LabelOperator.Is, "basket")),
                    Bad = EquatableArray.Of(new LabelMatcher("code", LabelOperator.Matches, "(5..|429)")),
                },
                Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.95m)), Runbook = "https://wiki.example/basket" },
            },
            Assert.Single(service.Operations));
    }

    [Fact]
    public void Whatever_is_left_out_is_said_with_its_line() => Assert.Equal(
        [
            "a.yml:1: the file names no window; 30 days are taken, as sloth does unless it is told otherwise.",
            "a.yml:1: the service: labels are left out: repo.",
            "a.yml:7: SLO 'add-available': names, labels and annotations of alerts are left out: ours are the same for all services.",
            "a.yml:21: SLO 'add-available': an alert is disabled; here all alerts follow from objective and window, and are silenced in Alertmanager.",
        ],
        SlothReader.Read("a.yml", File).Remarks.Select(remark => remark.In("a.yml")));

    [Fact]
    public void A_Kubernetes_resource_is_read_as_well()
    {
        const string Resource = """
            apiVersion: sloth.slok.dev/v1
            kind: PrometheusServiceLevel
            metadata: {name: basket, namespace: web}
            spec:
              service: basket
              slos:
                - name: add
                  objective: 99
                  sli:
                    events:
                      errorQuery: sum(rate(a_total{ok="no"}[{{.window}}]))
                      totalQuery: sum(rate(a_total[{{.window}}]))
                  alerting: {name: A, pageAlert: {disable: true}, ticketAlert: {disable: true}}
            """;

        Assert.Equal("a", SlothReader.Read("a.yml", Resource).Services[0].Operations[0].Metric!.Name);
    }

    [Theory]
    [InlineData("error_ratio_query: avg_over_time(job:errors:ratio[{{.window}}])", "raw", "'avg_over_time' is neither rate, nor increase, nor a sum of them")]
    [InlineData("id: availability", "plugin", "a plugin of sloth knows it")]
    public void An_indicator_that_counts_nothing_leaves_the_promise(string sli, string kind, string reason)
    {
        var text = File[..File.IndexOf("      events:", StringComparison.Ordinal)] + $"      {kind}: {{{sli.Replace(": ", ": '", StringComparison.Ordinal)}'}}\n";

        var imported = SlothReader.Read("a.yml", text);

        Assert.Contains(imported.Remarks, remark => remark.Text.Contains(reason, StringComparison.Ordinal) && remark.Line == 11);
        Assert.Equal((OperationLayer.Explicit, 99.95m), (imported.Services[0].Operations[0].Layer, imported.Services[0].Operations[0].Level.Objectives[0].Target));
    }

    [Fact]
    public void A_ratio_in_one_query_is_taken_apart()
    {
        var text = File[..File.IndexOf("      events:", StringComparison.Ordinal)]
            + "      raw: {error_ratio_query: '1 - (sum(rate(a_total{ok=\"yes\"}[{{.window}}])) / sum(rate(a_total[{{.window}}])))'}\n";

        Assert.Equal(
            EquatableArray.Of(new LabelMatcher("ok", LabelOperator.Is, "yes")), SlothReader.Read("a.yml", text).Services[0].Operations[0].Metric!.Good);
    }

    [Fact]
    public void A_target_without_a_budget_is_left_out()
    {
        var imported = SlothReader.Read("a.yml", File.Replace("99.95", "100", StringComparison.Ordinal));

        Assert.Empty(imported.Services[0].Operations);
        Assert.Contains(imported.Remarks, remark => remark.Text.Contains("a target of 100 % leaves no budget", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("version: \"prometheus/v1\"", "version: prometheus/v2", 1, "version", "only prometheus/v1 is read (found 'prometheus/v2')")]
    [InlineData("service: \"basket\"", "service: \"bas ket\"", 2, "service", "it is not a name (found 'bas ket')")]
    [InlineData("service: \"basket\"", "servise: \"basket\"", 2, "", "the field 'servise' is unknown")]
    [InlineData("objective: 99.95", "objective: 0", 8, "slos[0].objective", "it is above 0 and at most 100 (found '0')")]
    [InlineData("objective: 99.95", "objective: 99,95", 8, "slos[0].objective", "it must be a number (found '99,95')")]
    [InlineData("error_query", "errors_query", 12, "slos[0].sli.events", "the field 'errors_query' is unknown")]
    [InlineData("429)\"}[{{.window}}]", "429)\"}[5m]", 12, "slos[0].sli.events.error_query", "it does not use {{.window}}")]
    [InlineData("      events:", "      raw: {error_ratio_query: x}\n      events:", 11, "slos[0].sli", "it is exactly one of 'events', 'raw' and 'plugin'")]
    [InlineData("        disable: true", "        disable: maybe", 21, "slos[0].alerting.ticket_alert.disable", "it must be true or false (found 'maybe')")]
    public void A_mistake_is_named_with_file_line_field_and_reason(string right, string wrong, int line, string field, string reason)
    {
        Assert.Contains(right, File, StringComparison.Ordinal);

        var e = Assert.Throws<ImportException>(() => SlothReader.Read("a.yml", File.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal((line, field), (e.Line, e.Field));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenSLO_is_told_apart() => Assert.Contains(
        "OpenSLO has its own command",
        Assert.Throws<ImportException>(() => SlothReader.Read("a.yml", OpenSlo.OpenSloSamples.Export(Samples.Checkout).Content)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_exported_comes_back_with_its_objectives_and_thresholds()
    {
        var manifest = Samples.Checkout with
        {
            Operations = EquatableArray.Of(
                Samples.CheckoutEdge, Samples.PlaceOrder with { Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 2.5m)) } }),
        };

        var imported = SlothReader.Read("a.yml", Export(manifest)).Services[0];

        Assert.Equal(["checkout-edge-availability", "place-order"], imported.Operations.Select(operation => operation.Name).Where(name => !name.Contains("latency", StringComparison.Ordinal)));
        Assert.Equal(
            EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 2.5m)), imported.Operations.Single(operation => operation.Name == "place-order").Level.Objectives);
        var edge = imported.Operations.Single(operation => operation.Name == "checkout-edge-availability");
        Assert.Equal(Samples.CheckoutEdge.Metric!.Name, edge.Metric!.Name);
        Assert.Equal("http_response_status_code", edge.Metric.Bad[0].Label);
    }

    [Fact]
    public void Prometheus_can_run_what_sloth_makes_of_every_query_whatever_things_are_called()
    {
        Promtool.SkipIfMissing();
        using var directory = new TemporaryDirectory();
        var queries = new List<string>();
        Samples.HostileManifest.Sample(manifest => queries.AddRange(Queries(Export(manifest))), iter: 50, threads: 1);
        var rules = queries.Select((query, index) =>
            $"  - record: q{index}\n    expr: |-\n      {Rendered(query).Replace("\n", "\n      ", StringComparison.Ordinal)}\n");

        Promtool.Check(directory, new("queries.yml", $"groups:\n- name: queries\n  rules:\n{string.Concat(rules)}"));
    }

    [Fact]
    public void Names_are_sloths_whatever_things_are_called() =>
        Samples.HostileManifest.Sample(manifest => Assert.NotEmpty(SlothReader.Read("a.yml", Export(manifest)).Services), iter: 200);

    private static string Export(ServiceManifest manifest) => Assert.Single(SlothExporter.Export([manifest], new())).Content;

    /// <summary>As Go's templates do: what two braces open is the window, and nothing else may be opened.</summary>
    private static string Rendered(string query)
    {
        var rendered = query.Replace("{{.window}}", "5m", StringComparison.Ordinal);
        Assert.DoesNotContain("{{", rendered, StringComparison.Ordinal);
        return rendered;
    }

    private static IEnumerable<string> Queries(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents[0].RootNode.AllNodes.OfType<YamlMappingNode>().SelectMany(mapping => mapping.Children)
            .Where(member => ((YamlScalarNode)member.Key).Value is "error_query" or "total_query").Select(member => ((YamlScalarNode)member.Value).Value!);
    }
}
