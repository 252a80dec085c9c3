using CsCheck;
using Reliability.Artifacts.OpenSlo;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.OpenSlo;

public sealed class OpenSloReaderTests
{
    private const string Good = """sum(rate(http_requests_total{job="search",code!~"5.."}[5m]))""";
    private const string Total = """sum(rate(http_requests_total{job="search"}[5m]))""";

    [Fact]
    public void A_ratio_of_one_counter_becomes_a_metric_with_what_is_good()
    {
        var imported = OpenSloReader.Read("a.yaml", OpenSloSamples.Slo(Good, Total));

        Assert.Equal([], imported.Remarks);
        Assert.Equal(
            new Operation
            {
                Name = "search-ok",
                Layer = OperationLayer.Metric,
                Owner = new() { Team = "discovery" },
                Metric = new()
                {
                    Name = "http_requests",
                    Kind = MetricKind.Counter,
                    Where = EquatableArray.Of(new LabelMatcher("job", LabelOperator.Is, "search")),
                    Good = EquatableArray.Of(new LabelMatcher("code", LabelOperator.MatchesNot, "5..")),
                },
                Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.5m)), WindowDays = 28, Runbook = "https://wiki.example/search" },
            },
            Assert.Single(Assert.Single(imported.Services).Operations));
    }

    [Fact]
    public void A_bucket_of_a_histogram_becomes_a_latency_objective()
    {
        const string Bucket = """sum(rate(http_server_request_duration_seconds_bucket{le="0.25"}[5m]))""";

        var operation = Operation(OpenSloSamples.Slo(Bucket, "sum(rate(http_server_request_duration_seconds_count[5m]))"));

        Assert.Equal(("http.server.request.duration", "s"), (operation.Metric!.Name, operation.Metric.Unit));
        Assert.Equal(EquatableArray.Of(Objective.Latency(99.5m, 250m)), operation.Level.Objectives);
    }

    [Theory]
    [InlineData("targetPercent: 99.95", 99.95)]
    [InlineData("target: 0.9995", 99.95)]
    public void A_target_is_a_ratio_or_a_percentage(string objective, double target) =>
        Assert.Equal((decimal)target, Operation(OpenSloSamples.Slo(Good, Total, objective)).Level.Objectives[0].Target);

    [Theory]
    [InlineData("duration: 4w\n      isRolling: true", 28, null)]
    [InlineData("duration: 48h\n      isRolling: true", 2, null)]
    [InlineData("duration: 1M\n      isRolling: true", 30, "'1M' is taken for 30 days.")]
    [InlineData("duration: 1Q\n      isRolling: true", 90, "'1Q' is taken for 90 days.")]
    [InlineData(
        "duration: 1w\n      calendar: {startTime: 2024-01-01 00:00:00, timeZone: Europe/Berlin}", 7, "its window begins with the calendar; a rolling one of 7 days is taken.")]
    public void A_window_becomes_rolling_days_and_what_that_changes_is_said(string window, int days, string? remark)
    {
        var imported = OpenSloReader.Read("a.yaml", OpenSloSamples.Slo(Good, Total, window: window));

        Assert.Equal(days, imported.Services[0].Operations[0].Level.WindowDays);
        Assert.Equal(remark is null ? [] : ["SLO 'search-ok': " + remark], imported.Remarks.Select(found => found.Text));
    }

    [Theory]
    [InlineData("duration: 30m\n      isRolling: true", "a window has 1 to 90 whole days here, and this one is 30m")]
    [InlineData("duration: 1Y\n      isRolling: true", "a window has 1 to 90 whole days here, and this one is 1Y")]
    public void A_window_that_cannot_be_promised_leaves_the_promise_out(string window, string reason)
    {
        var imported = OpenSloReader.Read("a.yaml", OpenSloSamples.Slo(Good, Total, window: window));

        Assert.Empty(imported.Services);
        Assert.Equal($"SLO 'search-ok': it is left out: {reason}.", Assert.Single(imported.Remarks).Text);
    }

    [Fact]
    public void A_promise_about_slices_of_time_is_left_out()
    {
        var slices = OpenSloSamples.Slo(Good, Total, "target: 0.99\n      timeSliceTarget: 0.9\n      timeSliceWindow: 1m").Replace("Occurrences", "Timeslices", StringComparison.Ordinal);

        Assert.Contains("Timeslices promise a share of time", Assert.Single(OpenSloReader.Read("a.yaml", slices).Remarks).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_of_another_shape_leaves_the_promise_and_says_the_line_of_the_query()
    {
        var text = OpenSloSamples.Slo("count(up)", Total);

        var imported = OpenSloReader.Read("a.yaml", text);

        var remark = Assert.Single(imported.Remarks);
        Assert.Equal("SLO 'search-ok': the promise is taken, its indicator is not: 'count' is neither rate, nor increase, nor a sum of them. "
            + "Put [Slo] on the code that is meant, or name a metric.", remark.Text);
        Assert.Contains("count(up)", text.Split('\n')[remark.Line - 1], StringComparison.Ordinal);
        var operation = imported.Services[0].Operations[0];
        Assert.Equal((OperationLayer.Explicit, null, 99.5m), (operation.Layer, operation.Metric, operation.Level.Objectives[0].Target));
    }

    [Fact]
    public void A_quantile_below_a_value_is_taken_for_a_share_of_events()
    {
        const string Text = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: fast}
            spec:
              service: search
              budgetingMethod: Occurrences
              indicatorRef: p95
              timeWindow: [{duration: 7d, isRolling: true}]
              objectives: [{target: 0.99, op: lte, value: 0.4}]
            ---
            apiVersion: openslo/v1
            kind: SLI
            metadata: {name: p95}
            spec:
              thresholdMetric:
                metricSource: {type: Prometheus, spec: {query: 'histogram_quantile(0.95, sum by (le) (rate(search_seconds_bucket{zone="a"}[5m])))'}}
            """;

        var imported = OpenSloReader.Read("a.yaml", Text);

        Assert.Equal(EquatableArray.Of(Objective.Latency(95m, 400m)), imported.Services[0].Operations[0].Level.Objectives);
        Assert.Equal((9, true), (imported.Remarks[0].Line, imported.Remarks[0].Text.Contains("95 % of events are", StringComparison.Ordinal)));
    }

    [Fact]
    public void Objects_in_a_list_and_in_JSON_are_read_as_well()
    {
        const string Json = """
            [{"apiVersion":"openslo/v1","kind":"Service","metadata":{"name":"search","displayName":"Search"},"spec":{"description":"finds"}},
             {"apiVersion":"openslo/v1","kind":"DataSource","metadata":{"name":"d"},"spec":{"type":"Prometheus","connectionDetails":{}}}]
            """;

        Assert.Equal("search", Assert.Single(OpenSloReader.Read("a.json", Json).Services).Service.Name);
    }

    [Fact]
    public void Alert_policies_of_others_are_left_out_and_that_is_said()
    {
        var text = OpenSloSamples.Slo(Good, Total) + "  alertPolicies: [{alertPolicyRef: somewhere-else}, by-name]\n";

        Assert.Equal(
            "SLO 'search-ok': its alert policies are left out: alerts follow from objective and window.", Assert.Single(OpenSloReader.Read("a.yaml", text).Remarks).Text);
    }

    [Fact]
    public void A_composite_is_left_out()
    {
        var text = OpenSloSamples.Slo(Good, Total)
            .Replace("  indicator:\n", "  objectives:\n    - target: 0.9\n      indicatorRef: a\n      compositeWeight: 2\n  x:\n", StringComparison.Ordinal);
        text = text[..text.IndexOf("  x:\n", StringComparison.Ordinal)];

        Assert.Contains("it is left out: each objective of a composite has an indicator of its own", Assert.Single(OpenSloReader.Read("a.yaml", text).Remarks).Text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, int, string, string> Mistakes => new()
    {
        { "apiVersion: openslo/v1\n", "apiVersion: openslo/v1alpha\n", 1, "apiVersion", "only openslo/v1 is read (found 'openslo/v1alpha')" },
        { "kind: SLO", "kind: Slo", 2, "kind", "it must be one of Service, SLO, SLI" },
        { "kind: SLO", "kind: [SLO]", 2, "kind", "it must be a text (found a list)" },
        { "name: search-ok", "name: Search OK", 4, "metadata.name", "it is not a name (found 'Search OK')" },
        { "name: search-ok", "nome: search-ok", 4, "metadata", "the field 'nome' is unknown" },
        { "labels: {team: discovery}", "labels: {a b: c}", 5, "metadata.labels.a b", "'a b' is not a key" },
        { "annotations: {acme.example/runbook: \"https://wiki.example/search\"}", "annotations: {reliability.dev/colour: red, reliability.dev/operation: x}", 6, "metadata.annotations.reliability.dev/colour", "the annotation 'reliability.dev/colour' is unknown" },
        { "service: search", "service: ", 8, "spec", "the field 'service' is missing" },
        { "service: search", "service: search\n  service: search", 9, "", "the key 'service' is there already in line 8" },
        { "budgetingMethod: Occurrences", "budgetingMethod: occurrences", 9, "spec.budgetingMethod", "it must be one of Occurrences, Timeslices, RatioTimeslices" },
        { "budgetingMethod: Occurrences", "budgetingMethod: Timeslices", 27, "spec.objectives[0]", "Timeslices need 'timeSliceTarget'" },
        { "counter: true", "counter: \"true\"", 14, "spec.indicator.spec.ratioMetric.counter", "it must be true or false (found 'true')" },
        { "        good:\n", "        goods:\n", 15, "spec.indicator.spec.ratioMetric", "the field 'goods' is unknown" },
        { "        total:\n", "        bad:\n", 14, "spec.indicator.spec.ratioMetric", "'total' or 'raw' is missing" },
        { "duration: 28d", "duration: 28 days", 24, "spec.timeWindow[0].duration", "it is not a duration (found '28 days')" },
        { "duration: 28d", "duration: 0d", 24, "spec.timeWindow[0].duration", "it is not a duration (found '0d')" },
        { "isRolling: true", "isRolling: false", 24, "spec.timeWindow[0]", "the field 'calendar' is missing" },
        { "isRolling: true", "isRolling: true\n      calendar: {startTime: 2024-01-01 00:00:00, timeZone: Europe/Berlin}", 26, "spec.timeWindow[0].calendar", "a rolling window has no calendar" },
        { "isRolling: true", "isRolling: true\n    - duration: 7d\n      isRolling: true", 24, "spec.timeWindow", "there is exactly one window (found 2)" },
        { "target: 0.995", "target: 99.5", 27, "spec.objectives[0].target", "it is at least 0 and below 1 (found '99.5')" },
        { "target: 0.995", "target: \"0.995\"", 27, "spec.objectives[0].target", "it must be a number (found '0.995')" },
        { "target: 0.995", "targetPercent: 100", 27, "spec.objectives[0].targetPercent", "it is at least 0 and below 100 (found '100')" },
        { "target: 0.995", "target: 0.995\n      targetPercent: 99.5", 28, "spec.objectives[0].targetPercent", "'target' and 'targetPercent' exclude each other" },
        { "target: 0.995", "target: 0.995\n      op: gt", 28, "spec.objectives[0].op", "'op' and 'value' belong to a thresholdMetric" },
        { "target: 0.995", "target: 0.995\n      value: 3", 28, "spec.objectives[0].value", "'op' and 'value' belong to a thresholdMetric" },
        { "    - target: 0.995\n", "    []\n", 27, "spec.objectives", "there is no objective" },
        { "service: search", "service: search\n  indicatorRef: other", 9, "spec.indicatorRef", "'indicator' and 'indicatorRef' exclude each other" },
        { "service: search", "service: search\n  alertPolicies:\n    - kind: AlertPolicy\n      metadata: {name: p}\n      spec: {conditions: [], notificationTargets: [{targetRef: t}]}", 12, "spec.alertPolicies[0].spec.conditions", "a policy has exactly one condition (found 0)" },
        { "service: search", "service: search\n  alertPolicies:\n    - kind: AlertPolicy\n      metadata: {name: p}\n      spec: {conditions: [{conditionRef: a}, {conditionRef: b}], notificationTargets: [{targetRef: t}]}", 12, "spec.alertPolicies[0].spec.conditions", "a policy has exactly one condition (found 2)" },
        { "service: search", "service: search\n  description: " + new string('x', 1051), 9, "spec.description", "a description has at most 1050 characters" },
        { "service: search", "service: !!binary c2VhcmNo", 8, "", "the tag 'tag:yaml.org,2002:binary' asks for a type" },
        { "service: search", "service: [", 8, "", "it is not YAML" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_file_line_field_and_reason(string right, string wrong, int line, string field, string reason)
    {
        var text = OpenSloSamples.Slo(Good, Total);
        Assert.Contains(right, text, StringComparison.Ordinal);

        var e = Assert.Throws<ImportException>(() => OpenSloReader.Read("dir/a.yaml", text.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.Equal((line, field), (e.Line, e.Field));
        Assert.StartsWith($"dir/a.yaml:{line}: {(field.Length > 0 ? field + ": " : "")}{reason}", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_objects_of_one_name_are_a_mistake() =>
        Assert.Contains("the SLO 'search-ok' is there already in line 1", Message(OpenSloSamples.Slo(Good, Total) + "---\n" + OpenSloSamples.Slo(Good, Total)), StringComparison.Ordinal);

    [Fact]
    public void An_indicator_in_another_file_is_a_mistake_with_a_cure() => Assert.Equal(
        "a.yaml:1: spec.indicatorRef: there is no SLI 'x' in this file. Put SLO and SLI into one file, with '---' between them.",
        Message("{apiVersion: openslo/v1, kind: SLO, metadata: {name: a}, spec: {service: s, budgetingMethod: Occurrences, indicatorRef: x, objectives: [{target: 0.9}]}}"));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n---\n")]
    public void An_empty_file_is_a_mistake(string text) => Assert.StartsWith("a.yaml: there is nothing in it", Message(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("reliability.dev/layer: \"method\"", "reliability.dev/layer: \"metod\"", "it must be one of endpoint, method")]
    [InlineData("reliability.dev/layer: \"method\"", "reliability.dev/layer: \"metric\"", "the layer is metric, and there is no 'reliability.dev/metric'")]
    [InlineData("    reliability.dev/layer: \"method\"\n", "", "the annotation 'reliability.dev/layer' is missing")]
    [InlineData("reliability.dev/layer: \"method\"", "reliability.dev/layer: \"method\"\n    reliability.dev/latency-milliseconds: \"fast\"", "it must be a number above 0 (found 'fast')")]
    [InlineData("reliability.dev/layer: \"method\"", "reliability.dev/layer: \"method\"\n    reliability.dev/excluded-exceptions: \"A, B\"", "it must be a list of texts in JSON")]
    [InlineData("reliability.dev/owner: \"payments\"\n", "reliability.dev/runbook2: \"payments\"\n", "the annotation 'reliability.dev/runbook2' is unknown")]
    [InlineData("    reliability.dev/owner: \"payments\"\n", "", "there is no 'reliability.dev/owner'")]
    [InlineData("reliability.dev/tier: \"critical\"", "reliability.dev/tier: \"huge\"", "it must be one of low, medium, high, critical")]
    [InlineData("budgetingMethod: Occurrences", "budgetingMethod: RatioTimeslices", "RatioTimeslices need 'timeSliceWindow'")]
    public void What_we_have_written_is_not_believed_either(string right, string wrong, string reason)
    {
        var text = OpenSloSamples.Export(Samples.Checkout).Content;
        Assert.Contains(right, text, StringComparison.Ordinal);

        Assert.Contains(reason, Message(text.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Objectives_of_one_operation_that_disagree_are_a_mistake()
    {
        var manifest = Samples.Checkout with
        {
            Operations = EquatableArray.Of(Samples.PlaceOrder with
            {
                Level = new() { Objectives = EquatableArray.Of(Objective.Availability(99.9m), Objective.Latency(99m, 300m)) },
            }),
        };
        var text = OpenSloSamples.Export(manifest).Content;
        var at = text.LastIndexOf("#payments", StringComparison.Ordinal);

        Assert.Contains("the operation 'place-order' is another one in line", Message(text[..at] + "#other" + text[(at + "#payments".Length)..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_happens_to_a_file_there_is_a_message_and_no_crash()
    {
        var text = OpenSloSamples.Slo(Good, Total) + "---\n" + OpenSloSamples.Export(Samples.Checkout).Content;
        var damage = Gen.OneOf("", "[", "]", "{", "}", ":", "-", "'", "\"", "\n", " ", "#", "&a", "*a", "!", "|", ">", "?", ",", "%", "@", "`", "\t", "\0", "---", "...", "<<", "null", "1e99");

        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Int[0, 30], damage).Sample(
            (at, length, by) =>
            {
                try
                {
                    OpenSloReader.Read("a.yaml", text[..at] + by + text[Math.Min(text.Length, at + length)..]);
                }
                catch (ImportException e)
                {
                    Assert.StartsWith("a.yaml", e.Message, StringComparison.Ordinal);
                }
            },
            iter: 3000);
    }

    private static Operation Operation(string text) => Assert.Single(Assert.Single(OpenSloReader.Read("a.yaml", text).Services).Operations);

    private static string Message(string text) => Assert.Throws<ImportException>(() => OpenSloReader.Read("a.yaml", text)).Message;
}
