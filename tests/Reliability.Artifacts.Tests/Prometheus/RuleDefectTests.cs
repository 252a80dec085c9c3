using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>Seven things that go wrong with the rules of other tools, each found there by running it. Here each has the right value.</summary>
public sealed class RuleDefectTests : IDisposable
{
    private const string Budget = "slo:error_budget:remaining_ratio";
    private const string Window = "slo:error_ratio:ratio_window";
    private const string Firing = "count(ALERTS{alertstate=\"firing\"}) or vector(0)";

    private readonly TemporaryDirectory _directory;

    public RuleDefectTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    // Sloth: the pause is 0 / 0, and as a period's ratio is the average of five minutes' ratios, one NaN among them makes the budget NaN
    // until it has left the window: for 30 days.
    [Fact]
    public void A_An_hour_without_traffic_leaves_the_budget_a_number() => Test(
        Samples.Checkout,
        [Event("good", "0+60x60 3600x60 3660+60x599"), Event("bad", "0x720")],
        [("12h", $"max({Budget})", "1"), ("12h", $"count({Budget} != {Budget}) or vector(0)", "0"), ("100m", "max(slo:error_ratio:ratio_rate5m)", "0"), ("12h", Firing, "0")]);

    // Sloth: no errors, no series of errors, no quotient: error ratio, burn rate and budget are all empty, as if nobody measured.
    [Fact]
    public void B_A_service_that_never_failed_has_an_error_ratio_of_0_and_a_whole_budget() => Test(
        Samples.Checkout,
        [Event("good", "0+60x180")],
        [("3h", "max(slo:error_ratio:ratio_rate5m)", "0"), ("3h", "max(slo:error_ratio:ratio_rate6h)", "0"), ("3h", $"max({Window})", "0"), ("3h", $"max({Budget})", "1")]);

    // Sloth: the 30-day ratio is an average over time, so a quiet night weighs as much as the rush hour in which everything failed: it
    // says 1.07 % where 9.99 % of the events were bad.
    [Fact]
    public void C_A_busy_hour_weighs_as_much_as_its_events() => Test(
        Samples.Checkout,
        [Event("good", "0+5400x60 324001+1x539"), Event("bad", "0+600x60 36000x540")],
        [("10h", $"abs(max({Window}) - 36000 / 360540) < bool 0.00005", "1"), ("10h", $"abs(max({Budget}) - (1 - 36000 / 360540 / 0.001)) < bool 0.05", "1")]);

    // Sloth: nothing to compute, nothing to alert on. The worst outage there is, every process gone, is silent.
    [Fact]
    public void D_A_service_that_stops_exporting_is_noticed() => Test(
        Samples.Checkout,
        [Event("good", "0+60x60"), Event("bad", "0x60")],
        [
            ("1h", Firing, "0"), ("75m", Fires("SloServiceAbsent", "severity=\"page\""), "1"),
            ("85m", Fires("SloEventsAbsent", "severity=\"ticket\",slo=\"place-order\""), "1"),
        ]);

    // Sloth: one of ten requests is 10 % and 10 % is a hundred times too fast: a page and a ticket for a single failure at night.
    [Fact]
    public void E_One_failure_in_ten_requests_is_no_reason_to_wake_anybody() => Test(
        Samples.Checkout,
        [Event("good", "0x9 1x9 2x9 3x9 4x19 5x9 6x9 7x9 8x9 9x60"), Event("bad", "0x44 1x116")],
        [
            // Taken by itself the ratio of every window is too much.
            ("46m", "min(slo:error_ratio:ratio_rate5m) > bool 0.0144", "1"), ("46m", "min(slo:error_ratio:ratio_rate1h) > bool 0.0144", "1"),
            .. new[] { 45, 46, 47, 48, 49, 50, 60, 75, 90, 105, 120, 150 }.Select(minute => ($"{minute}m", Firing, "0")),
        ]);

    // Autometrics: the bucket is found by a label that must equal the threshold letter by letter. Prometheus 3 and OpenMetrics write
    // le="1.0" where "1" was: the indicator is empty, and so is every alert.
    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    public void F_A_latency_objective_finds_its_bucket_in_either_spelling(string bound) => Test(
        Latency(1000m),
        [Duration("count", "", "0+60x180"), Duration("bucket", $",le=\"{bound}\"", "0+57x180"), Duration("bucket", ",le=\"+Inf\"", "0+60x180")],
        [
            ("3h", "abs(max(slo:error_ratio:ratio_rate5m) - 0.05) < bool 0.000001", "1"), ("3h", $"abs(max({Window}) - 0.05) < bool 0.000001", "1"),
            ("3h", $"abs(max({Budget}) - (1 - 0.05 / 0.001)) < bool 0.0001", "1"), ("3h", Fires("SloErrorBudgetBurn", "severity=\"page\",long=\"1h\""), "1"),
        ]);

    // Autometrics: a threshold that is no bucket selects nothing, and nobody hears of it. The compiler says so when it knows the buckets;
    // where it does not, the rules are not silent: no event is known to have been fast.
    [Fact]
    public void F_A_threshold_that_is_no_bucket_is_loud() => Test(
        Latency(300m),
        [Duration("count", "", "0+60x60"), Duration("bucket", ",le=\"0.25\"", "0+60x60"), Duration("bucket", ",le=\"+Inf\"", "0+60x60")],
        [("1h", "max(slo:error_ratio:ratio_rate5m)", "1"), ("1h", Fires("SloErrorBudgetBurn", "severity=\"page\",long=\"1h\""), "1")]);

    // Sloth: a label of people, such as the owner, is on every series. When it changes, the period's ratio has two series for one
    // result, and the rules fail: "vector contains metrics with the same labelset after applying rule labels".
    [Fact]
    public void G_A_new_owner_breaks_no_history() => Test(
        Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder with { Owner = new() { Team = "orders" } }) },
        [
            Event("good", "0+59x120", ",owner=\"payments\""), Event("bad", "0+1x120", ",owner=\"payments\""),
            Event("good", "_x120 0+59x120", ",owner=\"orders\""), Event("bad", "_x120 0+1x120", ",owner=\"orders\""),
        ],
        [
            ("121m", $"count({Window})", "1"), ("4h", $"count({Window})", "1"), ("4h", $"abs(max({Window}) - 1 / 60) < bool 0.000001", "1"),
            ("4h", "count(slo:error_ratio:ratio_rate6h)", "1"), ("4h", "abs(max(slo:error_ratio:ratio_rate6h) - 1 / 60) < bool 0.000001", "1"),
            ("4h", $"abs(max({Budget}) - (1 - 1 / 60 / 0.001)) < bool 0.0001", "1"),
            ("4h", Fires("SloErrorBudgetBurn", "severity=\"page\",long=\"1h\",owner=\"orders\""), "1"),
        ]);

    private static ServiceManifest Latency(decimal milliseconds) => Samples.Checkout with
    {
        Operations = EquatableArray.Of(Samples.PlaceOrder with
        {
            Layer = OperationLayer.Metric,
            Metric = new()
            {
                Name = "http.server.request.duration",
                Kind = MetricKind.Histogram,
                Unit = "s",
                Where = EquatableArray.Of(new LabelMatcher("http.route", LabelOperator.Is, "/orders")),
            },
            Level = Samples.PlaceOrder.Level with { Objectives = EquatableArray.Of(Objective.Latency(99.9m, milliseconds)) },
        }),
    };

    private static string Event(string outcome, string values, string more = "") => Series(
        $"reliability_slo_events_total{{reliability_service=\"checkout\",reliability_slo=\"place-order\",reliability_objective=\"availability\",reliability_outcome=\"{outcome}\"{more}}}",
        values);

    private static string Duration(string part, string more, string values) =>
        Series($"http_server_request_duration_seconds_{part}{{http_route=\"/orders\"{more}}}", values);

    private static string Series(string series, string values) => $"  - {{series: '{series}', values: '{values}'}}";

    private static string Fires(string alert, string labels) => $"count(ALERTS{{alertstate=\"firing\",alertname=\"{alert}\",{labels}}}) or vector(0)";

    private void Test(ServiceManifest service, string[] series, (string At, string Expression, string Value)[] expected) =>
        Promtool.Test(_directory, Samples.Rules(service), $$"""
            tests:
            - interval: 1m
              input_series:
            {{string.Join("\n", series)}}
              promql_expr_test:
            {{string.Join("\n", expected.Select(one => $"  - {{expr: '{one.Expression}', eval_time: {one.At}, exp_samples: [{{labels: '{{}}', value: {one.Value}}}]}}"))}}

            """);
}
