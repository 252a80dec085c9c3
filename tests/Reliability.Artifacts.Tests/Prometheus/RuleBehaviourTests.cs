using CsCheck;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>What the rules say of a service to which something happens, evaluated by Prometheus itself, once a minute.</summary>
public sealed class RuleBehaviourTests : IDisposable
{
    private const string Firing = "count(ALERTS{alertstate=\"firing\"}) or vector(0)";
    private const string BudgetRemaining = "max(slo:error_budget:remaining_ratio)";

    private readonly TemporaryDirectory _directory;

    public RuleBehaviourTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_healthy_service_keeps_its_whole_budget() =>
        Test(
            [Good("0+60x300"), Bad("0x300")],
            [("5h", BudgetRemaining, "1"), ("5h", "max(slo:objective:ratio)", "0.999"), ("5h", Total(), "1"), ("5h", Firing, "0")]);

    [Fact]
    public void An_outage_pages_within_minutes() =>
        Test(
            [Good("0+60x120 7200x20"), Bad("0x120 60+60x20")],
            [
                ("122m", Fires("SloErrorBudgetBurn"), "0"), ("124m", Fires("SloErrorBudgetBurn"), "1"),
                ("124m", Fires("SloErrorBudgetBurn", "severity=\"page\",long=\"1h\",short=\"5m\",slo=\"place-order\""), "1"),
                ("124m", $"{BudgetRemaining} < bool 0", "1"),
            ]);

    [Fact]
    public void An_outage_that_is_over_stops_paging() =>
        Test(
            [Good("0+60x120 7200x20 7260+60x60"), Bad("0x120 60+60x20 1260x60")],
            [("140m", Fires("SloErrorBudgetBurn", "long=\"1h\""), "1"), ("150m", Fires("SloErrorBudgetBurn", "long=\"1h\""), "0")]);

    [Fact]
    public void An_outage_pages_even_if_much_is_allowed_to_fail() =>
        Test(
            [Good("0+60x120 7200x120"), Bad("0x120 60+60x120")],
            [("180m", Fires("SloErrorBudgetBurn", "severity=\"page\""), "1")],
            Objective.Availability(90m));

    [Fact]
    public void A_slow_burn_becomes_a_ticket_and_pages_nobody() =>
        Test(
            [Good("0+996x300"), Bad("0+4x300")],
            [("5h", Fires("SloErrorBudgetBurn", "severity=\"ticket\",long=\"1d\""), "1"), ("5h", "count(ALERTS{severity=\"page\"}) or vector(0)", "0")]);

    [Fact]
    public void A_pause_costs_nothing_and_is_not_NaN() =>
        Test(
            [Good("0+60x60 3600x600"), Bad("0x660")],
            [("11h", BudgetRemaining, "1"), ("11h", "max(slo:error_ratio:ratio_rate5m)", "0"), ("11h", "max(slo:error_ratio:ratio_rate2h)", "0"), ("11h", Firing, "0")]);

    [Fact]
    public void A_service_without_traffic_yet_has_its_whole_budget() =>
        Test(
            [Good("0x60"), Bad("0x60")],
            [("1h", BudgetRemaining, "1"), ("1h", "max(slo:error_ratio:ratio_rate1h)", "0"), ("1h", Total(), "0"), ("1h", Firing, "0")]);

    [Fact]
    public void A_service_that_never_failed_and_has_no_series_for_it_has_its_whole_budget() =>
        Test(
            [Good("0+60x180")],
            [("3h", BudgetRemaining, "1"), ("3h", "max(slo:events_bad:rate5m)", "0"), ("3h", "max(slo:error_ratio:ratio_rate5m)", "0"), ("3h", "max(slo:error_ratio:ratio_rate1h)", "0")]);

    [Fact]
    public void A_service_that_vanishes_is_noticed() =>
        Test(
            [Good("0+60x60 _x120"), Bad("0x60 _x120")],
            [
                ("60m", Firing, "0"), ("75m", Fires("SloServiceAbsent", "severity=\"page\""), "1"),
                ("90m", Fires("SloEventsAbsent", "severity=\"ticket\""), "1"), ("90m", "count(slo:error_ratio:ratio_rate5m) or vector(0)", "0"),
            ]);

    [Fact]
    public void A_service_that_was_never_seen_wakes_nobody() =>
        Test([], [("2h", Fires("SloEventsAbsent", "severity=\"ticket\""), "1"), ("2h", Fires("SloServiceAbsent"), "0")]);

    [Fact]
    public void An_objective_that_vanishes_alone_is_a_ticket() =>
        Test(
            [Good("0+60x60 _x60"), Bad("0x60 _x60"), Good("0+60x120").Replace("place-order", "refund", StringComparison.Ordinal)],
            [("2h", Fires("SloEventsAbsent", "slo=\"place-order\""), "1"), ("2h", Fires("SloServiceAbsent"), "0")]);

    [Fact]
    public void An_hour_weighs_as_much_as_its_events() =>
        // 6,000 of 60,000 events failed in the busy hour, none of 540 in the nine hours after it.
        Test(
            [Good("0+900x60 54001+1x540"), Bad("0+100x60 6000x540")],
            [("10h", "abs(max(slo:error_ratio:ratio_window) - 6000 / 60540) < bool 0.0002", "1")]);

    [Fact]
    public void One_failure_in_a_quiet_night_wakes_nobody() =>
        Test(
            [Good("0+1x4 4x10 5+1x4 9x71"), Bad("0x60 1x30")],
            [("61m", "max(slo:error_ratio:ratio_rate5m) > bool 0.0144", "1"), ("63m", Firing, "0"), ("90m", Firing, "0")]);

    [Fact]
    public void A_few_failures_in_a_quiet_night_are_an_outage() =>
        Test(
            [Good("0+1x4 4x86"), Bad("0x60 1 1 2 2 3x26")],
            [("66m", Fires("SloErrorBudgetBurn"), "1")]);

    [Fact]
    public void A_restart_of_Prometheus_when_the_hour_strikes_costs_no_hour()
    {
        // What was recorded before and after; nothing from minute 114 to 122.
        const string Labels = """{service="checkout",slo="place-order",objective="availability"}""";
        var series = SloSeries.Of(Samples.Checkout.Service, Samples.PlaceOrder, Objective.Availability(99.9m), new(MetricNaming.PrometheusExporter));
        Promtool.Test(_directory, new("rules.yml", "groups: []\n"), $$$"""
            tests:
            - interval: 1m
              input_series:
              - {series: 'slo:events_total:count1h{{{Labels}}}', values: '600x113 _x9 600x200'}
              promql_expr_test:
              - {expr: {{{Yaml($"sum({series.TotalCount(TimeSpan.FromDays(1))})")}}}, eval_time: 4h, exp_samples: [{labels: '{}', value: 2400}]}

            """);
    }

    [Fact]
    public void Labels_that_a_deployment_changes_do_not_split_an_objective() =>
        Test(
            [
                Good("0+60x60 _x60", "version=\"1\""), Bad("0x60 _x60", "version=\"1\""),
                Good("_x60 0+60x60", "version=\"2\""), Bad("_x60 0+60x60", "version=\"2\""),
            ],
            [("2h", "count(slo:error_ratio:ratio_window)", "1"), ("2h", "max(slo:error_ratio:ratio_rate5m)", "0.5")]);

    [Fact]
    public void People_read_the_names_as_they_were_written() =>
        Samples.HostileText.Sample(
            text =>
            {
                var operation = Samples.PlaceOrder with
                {
                    Name = text,
                    Owner = new() { Team = text, OnCall = text, Chat = text },
                    Source = text,
                    Level = Samples.PlaceOrder.Level with { Runbook = text },
                };
                Promtool.Test(_directory, Rules(operation, "{{" + text), $$$$"""
                    tests:
                    - interval: 1m
                      alert_rule_test:
                      - alertname: SloEventsAbsent
                        eval_time: 1h
                        exp_alerts:
                        - exp_labels: {severity: ticket, service: {{{{Yaml("{{" + text)}}}}, slo: {{{{Yaml(text)}}}}, objective: availability, owner: {{{{Yaml(text)}}}}}
                          exp_annotations:
                            summary: {{{{Yaml("{{" + text + ", " + text + " (availability): nothing measures the objective")}}}}
                            description: "Prometheus receives no events, not even a count of 0. Promised: 99.9 % succeed. Whether that is kept is unknown, and no page of this objective can fire. Look whether the service runs, is scraped, exports the meter Reliability, and still has the operation."
                            owner: {{{{Yaml(text)}}}}
                            on_call: {{{{Yaml(text)}}}}
                            chat: {{{{Yaml(text)}}}}
                            runbook_url: {{{{Yaml(text)}}}}
                            dashboard_url: /d/{{{{DashboardLinks.Uid("{{" + text)}}}}
                            source: {{{{Yaml(text)}}}}

                    """);
            },
            iter: 25, threads: 1);

    [Fact]
    public void A_page_says_what_burns_how_fast_and_for_how_long_it_can() =>
        Promtool.Test(_directory, Rules(Samples.PlaceOrder), $$$"""
            tests:
            - interval: 1m
              input_series:
            {{{Good("0+60x120 7200x20")}}}
            {{{Bad("0x120 60+60x20")}}}
              alert_rule_test:
              - alertname: SloErrorBudgetBurn
                eval_time: 130m
                exp_alerts:
                - exp_labels: {severity: page, service: checkout, slo: place-order, objective: availability, owner: payments, long: 1h, short: 5m}
                  exp_annotations:
                    summary: "checkout, place-order (availability): the error budget burns more than 14.4 times as fast as it may"
                    description: "16.67% of the events of the last 1 hour were bad, and it has not stopped in the last 5 minutes. Promised over 30 days: 99.9 % succeed. Above 1.44 % bad events, a budget meant for 30 days is gone after 2 days 2 hours; about 2 % of it is gone already."
                    owner: payments
                    on_call: pagerduty:PABC123
                    chat: "#payments"
                    runbook_url: https://runbooks.example/place-order
                    dashboard_url: /d/slo-c7761e58969f7edd
                    source: src/Shop/OrderService.cs:12

            """);

    [Fact]
    public void Events_of_services_with_odd_names_are_found() =>
        Samples.HostileText.Sample(
            text =>
            {
                var series = "reliability_slo_events_total" + $$"""{reliability_service={{Code(text)}},reliability_slo={{Code(text)}},reliability_objective="availability",reliability_outcome="good"}""";
                Promtool.Test(_directory, Rules(Samples.PlaceOrder with { Name = text }, text), Scenario(
                    [$"  - {{series: {Yaml(series)}, values: '0+60x20'}}"], [("20m", Total(), "1")]));
            },
            iter: 25, threads: 1);

    private static string Total() => "max(slo:events_total:rate5m)";

    private static string Fires(string alert, string labels = "") =>
        $"count(ALERTS{{alertstate=\"firing\",alertname=\"{alert}\",{labels}}}) or vector(0)";

    private static string Good(string values, string labels = "job=\"shop\"") => Events("good", values, labels);

    private static string Bad(string values, string labels = "job=\"shop\"") => Events("bad", values, labels);

    private static string Events(string outcome, string values, string labels) =>
        $$"""  - {series: 'reliability_slo_events_total{reliability_service="checkout",reliability_slo="place-order",reliability_objective="availability",reliability_outcome="{{outcome}}",{{labels}}}', values: '{{values}}'}""";

    private static ArtifactFile Rules(Operation operation, string service = "checkout") => Samples.Rules(new()
    {
        Service = new() { Name = service, Tier = "critical" }, Operations = EquatableArray.Of(operation),
    });

    private void Test(string[] series, (string At, string Expression, string Value)[] expected, Objective? objective = null)
    {
        var level = Samples.PlaceOrder.Level with { Objectives = EquatableArray.Of(objective ?? Objective.Availability(99.9m)) };
        Promtool.Test(_directory, Rules(Samples.PlaceOrder with { Level = level }), Scenario(series, expected));
    }

    private static string Scenario(IEnumerable<string> series, IEnumerable<(string At, string Expression, string Value)> expected) => $$"""
        tests:
        - interval: 1m
          input_series:
        {{string.Join("\n", series)}}
          promql_expr_test:
        {{string.Join("\n", expected.Select(one => $"  - {{expr: '{one.Expression}', eval_time: {one.At}, exp_samples: [{{labels: '{{}}', value: {one.Value}}}]}}"))}}

        """;

    /// <summary>Written without the code under test, and in another way: every character by its code.</summary>
    private static string Yaml(string text) =>
        "\"" + string.Concat(text.EnumerateRunes().Select(rune => $"\\U{rune.Value:x8}")) + "\"";

    private static string Code(string text) => Yaml(text);
}
