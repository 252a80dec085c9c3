using System.Globalization;
using CsCheck;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>The fleet's one file says what the files of the services say: both are loaded into one Prometheus, the fleet's under
/// other names, and compared series by series and alert by alert.</summary>
public sealed class FleetTests : IDisposable
{
    private static readonly Gen<ServiceManifest> s_service = Gen.Select(
        Gen.Const("shop"), Gen.OneOf<string?>("critical", "low", null), Gen.Select(
            Gen.Int[500, 999].Select(target => target / 10m), Gen.OneOf(7, 30), Gen.OneOf<string?>("payments", null),
            (target, days, owner) => new Operation
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"buy {target} {days}"),
                Layer = OperationLayer.Method,
                Owner = owner is null ? null : new() { Team = owner },
                Level = new() { Objectives = EquatableArray.Of(Objective.Availability(target)), WindowDays = days },
            }).Array[1, 4],
        (name, tier, operations) => new ServiceManifest
        {
            Service = new() { Name = name, Tier = tier },
            Operations = operations.DistinctBy(operation => operation.Name).OrderBy(operation => operation.Name, StringComparer.Ordinal).ToEquatableArray(),
        });

    // Good and bad events a minute, and for how many minutes: busy, failing, silent, rare, gone.
    private static readonly Gen<string> s_counter =
        Gen.Select(Gen.OneOf("+0", "+1", "+60", "+600", "+3"), Gen.Int[20, 400], (rate, minutes) => (rate, minutes)).Array[1, 4].Select(Counter);

    private readonly TemporaryDirectory _directory;

    public FleetTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_file_has_the_same_size_whatever_the_fleet_and_nothing_for_lint_to_say()
    {
        var file = Assert.Single(FleetExporter.Export(new(), FleetExporter.DefaultWindows));
        Promtool.Check(_directory, file);
        Assert.True(file.Content.Length < 40_000);
    }

    [Fact]
    public void The_verdicts_are_those_of_the_rules_of_each_service() =>
        Gen.Select(s_service, s_counter.Array[8], s_counter.Array[8]).Sample(
            (service, good, bad) => Compare(service, good, bad), iter: 5, threads: 1);

    [Fact]
    public void A_window_that_nobody_asked_for_is_not_silent()
    {
        var service = Samples.Checkout with
        {
            Operations = EquatableArray.Of(Samples.PlaceOrder with { Level = Samples.PlaceOrder.Level with { WindowDays = 3 } }),
        };
        Promtool.Test(_directory, FleetExporter.Export(new(), [30])[0], $$$"""
            tests:
            - interval: 1m
              input_series:
            {{{string.Join("\n", Published(service, ["0+60x60"], ["0x60"]))}}}
              promql_expr_test:
              - {expr: 'count by (alertname, slo, owner) (ALERTS{alertstate="firing"})', eval_time: 30m, exp_samples: [{labels: '{alertname="SloWindowNotServed",slo="place-order",owner="payments"}', value: 1}]}
              alert_rule_test:
              - alertname: SloWindowNotServed
                eval_time: 30m
                exp_alerts:
                - exp_labels: {severity: ticket, service: checkout, slo: place-order, objective: availability, owner: payments}
                  exp_annotations:
                    summary: "checkout, place-order (availability): its window is not among those of the fleet's rules"
                    description: "The burn-rate alerts of this objective work, but nothing computes its error budget. Export the fleet's rules again and name the window: reliability export prometheus --fleet --windows."
                    owner: payments
                    on_call: "pagerduty:PABC123"
                    runbook_url: https://runbooks.example/place-order
                    dashboard_url: "/d/reliability-fleet?var-service=checkout"

            """);
    }

    [Fact]
    public void An_objective_that_is_relaxed_takes_its_thresholds_back()
    {
        // 99.9 % has a pair of six hours, 80 % has none; between the two a deployment.
        var relaxed = Samples.Checkout with
        {
            Operations = EquatableArray.Of(Samples.PlaceOrder with { Level = Samples.PlaceOrder.Level with { Objectives = EquatableArray.Of(Objective.Availability(80m)) } }),
        };
        Promtool.Test(_directory, FleetExporter.Export(new(), [30])[0], $$$"""
            tests:
            - interval: 1m
              input_series:
            {{{string.Join("\n", Published(Samples.Checkout, ["0+60x60"], ["0x60"], "version=\"1\"").Concat(Published(relaxed, ["_x61 0+60x120"], ["_x61 0+3x120"], "version=\"2\"")))}}}
              promql_expr_test:
              - {expr: 'count(slo:burn_rate:threshold{long="6h"})', eval_time: 60m, exp_samples: [{labels: '{}', value: 1}]}
              - {expr: 'count(slo:burn_rate:threshold{long="6h"}) or vector(0)', eval_time: 100m, exp_samples: [{labels: '{}', value: 0}]}
              - {expr: 'count(ALERTS{alertname="SloErrorBudgetBurn"}) or vector(0)', eval_time: 170m, exp_samples: [{labels: '{}', value: 0}]}

            """);
    }

    [Fact]
    public void An_owner_that_changes_breaks_nothing()
    {
        var before = Published(Samples.Checkout, ["0+60x60"], ["0x60"], "version=\"1\"");
        var moved = Samples.Checkout with { Operations = EquatableArray.Of(Samples.PlaceOrder with { Owner = new() { Team = "orders" } }) };
        var after = Published(moved, ["_x50 0+60x60"], ["_x50 0+60x60"], "version=\"2\"");
        Promtool.Test(_directory, FleetExporter.Export(new(), [30])[0], $$$"""
            tests:
            - interval: 1m
              input_series:
            {{{string.Join("\n", before.Concat(after))}}}
              promql_expr_test:
              - {expr: 'count(slo:error_ratio:ratio_window)', eval_time: 55m, exp_samples: [{labels: '{}', value: 1}]}
              - {expr: 'count(slo:error_budget:remaining_ratio)', eval_time: 100m, exp_samples: [{labels: '{}', value: 1}]}
              - {expr: 'count by (alertname, owner, long) (ALERTS{alertstate="firing",long="1h"})', eval_time: 100m, exp_samples: [{labels: '{alertname="SloErrorBudgetBurn",owner="orders",long="1h"}', value: 1}]}

            """);
    }

    private void Compare(ServiceManifest service, string[] good, string[] bad)
    {
        var fleet = FleetExporter.Export(new(), [7, 30])[0];
        _directory.Write("fleet.yml", fleet.Content.Replace("slo:", "fleet:", StringComparison.Ordinal).Replace("alert: Slo", "alert: FleetSlo", StringComparison.Ordinal));
        var series = Published(service, good, bad);
        var expected = Enumerable.Range(1, 8).Select(at => at * 79).SelectMany(minute => Same().Select(expression => (minute, expression)));
        Promtool.Test(_directory, Samples.Rules(service), $$$"""
            tests:
            - interval: 1m
              input_series:
            {{{string.Join("\n", series)}}}
              promql_expr_test:
            {{{string.Join("\n", expected.Select(one => $"  - {{expr: '{one.expression}', eval_time: {one.minute}m, exp_samples: [{{labels: '{{}}', value: 0}}]}}"))}}}

            """, "fleet.yml");
    }

    /// <summary>How many series or alerts one side has that the other has not, or has with another value.</summary>
    private static IEnumerable<string> Same()
    {
        const string Identity = "on (alertname, alertstate, severity, service, slo, objective, owner, long, short)";
        const string Ours = """label_replace(ALERTS{alertname=~"Slo.*"}, "alertname", "Fleet$1", "alertname", "(.*)")""";
        const string Fleets = """ALERTS{alertname=~"FleetSlo.*"}""";

        // What is gone a service's own rules remember for ever, a fleet's for a day.
        yield return $"count({Ours} unless {Identity} {Fleets}) or vector(0)";
        yield return $"count({Fleets} unless {Identity} {Ours}) or vector(0)";
        foreach (var name in new[]
        {
            "events_total:rate5m", "events_bad:rate5m", "error_ratio:ratio_rate5m", "error_ratio:ratio_rate1h", "error_ratio:ratio_window", "objective:ratio",
            "events_total:count_window", "events_bad:count_window", "error_budget:remaining_ratio",
        })
        {
            yield return $"count(slo:{name} unless fleet:{name}) or vector(0)";
            yield return $"count(fleet:{name} unless slo:{name}) or vector(0)";
            yield return $"count(abs(slo:{name} - fleet:{name}) > 0.000000001 * (1 + abs(slo:{name}))) or vector(0)";
        }
    }

    /// <summary>What the runtime publishes of a service, with the counters given.</summary>
    private static IEnumerable<string> Published(ServiceManifest service, string[] good, string[] bad, string more = "job=\"shop\"")
    {
        for (var i = 0; i < service.Operations.Count; i++)
        {
            var operation = service.Operations[i];
            var objective = operation.Level.Objectives[0];
            var days = operation.Level.WindowDays;
            var slo = $"reliability_service=\"{service.Service.Name}\",reliability_slo=\"{operation.Name}\"";
            var labels = $"{slo},reliability_objective=\"{objective.Name}\"";
            var lasts = Minutes(good[i % good.Length]) > Minutes(bad[i % bad.Length]) ? good[i % good.Length] : bad[i % bad.Length];
            yield return Series("reliability_slo_events_total", $"{labels},reliability_outcome=\"good\"", good[i % good.Length]);
            yield return Series("reliability_slo_events_total", $"{labels},reliability_outcome=\"bad\"", bad[i % bad.Length]);
            yield return Series("reliability_slo_objective", $"{labels},reliability_window_days=\"{days}\"", Constant(objective.TargetRatio, lasts));
            yield return Series(
                "reliability_slo_info",
                $"{slo},reliability_window_days=\"{days}\",service_owner_name=\"{operation.Owner?.Team}\",service_owner_contact=\"{operation.Owner?.OnCall}\",reliability_runbook=\"{operation.Level.Runbook}\",service_criticality=\"{service.Service.Tier}\"",
                Constant(1, lasts));
            foreach (var alert in BurnRatePolicy.Alerts(objective, days))
            {
                yield return Series(
                    "reliability_slo_burn_threshold",
                    $"{labels},reliability_severity=\"{alert.Severity.Name()}\",reliability_window_long=\"{WindowName.Of(alert.LongWindow)}\",reliability_window_short=\"{WindowName.Of(alert.ShortWindow)}\"",
                    Constant(alert.Threshold(objective), lasts));
            }
        }

        string Series(string name, string labels, string values) => $"  - {{series: '{name}{{{labels},{more}}}', values: '{values}'}}";
    }

    /// <summary>A number wherever the other series has one: what a process publishes comes and goes together.</summary>
    private static string Constant(decimal value, string like)
    {
        var parts = like.Split(' ').Select(part => part.StartsWith('_') ? part : string.Create(CultureInfo.InvariantCulture, $"{value}x{part[(part.IndexOf('x', StringComparison.Ordinal) + 1)..]}"));
        return string.Join(" ", parts);
    }

    private static int Minutes(string values) =>
        values.Split(' ').Sum(part => int.Parse(part[(part.IndexOf('x', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));

    private static string Counter((string Rate, int Minutes)[] parts)
    {
        var (at, text) = (0, new List<string>());
        foreach (var (rate, minutes) in parts)
        {
            text.Add(string.Create(CultureInfo.InvariantCulture, $"{at}{rate}x{minutes}"));
            at += int.Parse(rate, CultureInfo.InvariantCulture) * minutes;
        }

        return string.Join(" ", text);
    }
}
