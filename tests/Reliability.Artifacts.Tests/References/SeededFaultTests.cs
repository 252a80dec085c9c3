namespace Reliability.Artifacts.Tests.References;

/// <summary>Breaks one reference in each kind of output and looks whether anybody notices: a check that cannot fail checks nothing.</summary>
public sealed class SeededFaultTests
{
    [Theory]
    [InlineData("checkout.rules.yml", "slo:error_ratio:ratio_rate1h{", "slo:error_ratio:ratio_rate2d{", "nothing defines the series slo:error_ratio:ratio_rate2d")]
    [InlineData("checkout.rules.yml", "record: slo:events_bad:count1h", "record: slo:events_bad:count2h", "no series slo:events_bad:count1h has a label service = checkout")]
    [InlineData("checkout.rules.yml", "reliability_slo_events_total{", "reliability_slo_event_total{", "nothing defines the series reliability_slo_event_total")]
    [InlineData("checkout.rules.yml", "reliability_outcome=", "reliability_result=", "the series reliability_slo_events_total has no label reliability_result")]
    [InlineData("checkout.rules.yml", "reliability_outcome=\"bad\"", "reliability_outcome=\"failed\"", "no series reliability_slo_events_total has a label reliability_outcome = failed")]
    [InlineData("checkout.rules.yml", "> 0.0144", "> on (tier) slo:objective:ratio", "> matches on tier, which")]
    [InlineData("checkout.rules.yml", "/d/slo-", "/d/dashboard-", "no dashboard has the address dashboard-")]
    [InlineData("fleet.rules.yml", "on (service, slo, objective) group_right ()", "group_right ()", "nothing ever meets")]
    [InlineData("fleet.rules.yml", "?var-service=", "?var-team=", "the dashboard reliability-fleet has no variable team")]
    [InlineData("fleet.rules.yml", "$labels.owner", "$labels.team", "writes about the label team, which")]
    [InlineData("fleet.rules.yml", "max by (service, slo, objective)", "max by (service, slo, target)", "matches on objective, which")]
    [InlineData("fleet.rules.yml", "\"reliability_objective\"", "\"reliability_target\"", "groups by objective, which")]
    [InlineData("gateway.rules.yml", "http_server_request_duration_seconds_bucket{", "http_server_request_duration_bucket{", "nothing defines the series http_server_request_duration_bucket")]
    [InlineData("checkout.prometheusrule.yaml", "record: slo:objective:ratio", "record: slo:objective", "no series slo:objective:ratio has a label service = checkout")]
    [InlineData("tests/checkout.test.yml", "../checkout.rules.yml", "checkout.rules.yml", "no file is tests/checkout.rules.yml")]
    [InlineData("tests/checkout.test.yml", "alertname=\\\"SloErrorBudgetBurn\\\"", "alertname=\\\"SloBurn\\\"", "no series ALERTS has a label alertname = SloBurn")]
    [InlineData("tests/checkout.test.yml", "series: \"reliability_slo_events_total{", "series: \"reliability_slo_event_total{", "nothing defines the series reliability_slo_event_total")]
    [InlineData("tests/checkout.test.yml", "long=\\\"1h\\\"", "long=\\\"4h\\\"", "no series ALERTS has a label long = 4h")]
    [InlineData("checkout.openslo.yaml", "alertPolicyRef: \"checkout--assess-risk", "alertPolicyRef: \"checkout--risk", "no AlertPolicy is checkout--risk")]
    [InlineData("checkout.openslo.yaml", "targetRef: \"checkout--", "targetRef: \"check--", "no AlertNotificationTarget is check--")]
    [InlineData("checkout.openslo.yaml", "service: \"checkout\"\n  indicator", "service: \"check\"\n  indicator", "no Service is check")]
    [InlineData("checkout.openslo.yaml", "reliability_slo_events_total{", "reliability_slo_event_total{", "nothing defines the series reliability_slo_event_total")]
    [InlineData("checkout.sloth.yaml", "reliability_outcome=", "reliability_result=", "the series reliability_slo_events_total has no label reliability_result")]
    [InlineData("checkout.json", "slo:error_budget:remaining_ratio{", "slo:error_budget:left_ratio{", "nothing defines the series slo:error_budget:left_ratio")]
    [InlineData("checkout.json", "slo=\\\"place-order\\\"", "slo=\\\"place-orders\\\"", "no series slo:error_budget:remaining_ratio has a label slo = place-orders")]
    [InlineData("checkout.json", "\\\"latency-300ms\\\"", "\\\"latency-400ms\\\"", "has a label objective = latency-400ms")]
    [InlineData("checkout.json", "alertname=~\\\"SloErrorBudgetBurn|", "alertnames=~\\\"SloErrorBudgetBurn|", "the series ALERTS has no label alertnames")]
    [InlineData("checkout.json", "{{objective}}", "{{target}}", "a legend shows the label target, which")]
    [InlineData("checkout.json", "\"Value #B\"", "\"Value #X\"", "has no field Value #X")]
    [InlineData("checkout.json", "\"options\": \"budget left\"", "\"options\": \"budget\"", "has no field budget")]
    [InlineData("checkout.json", "\"displayName\": \"burn, 1h\"", "\"displayName\": \"burn\"", "has no field burn")]
    [InlineData("checkout.json", "${datasource}", "${source}", "no variable is source")]
    [InlineData("checkout.json", "$objective", "$target", "no variable is target")]
    [InlineData("checkout.json", "}, slo)", "}, operation)", "a variable lists the values of operation")]
    [InlineData("checkout.json", "/d/reliability-fleet", "/d/fleet", "no dashboard has the address fleet")]
    [InlineData("_fleet.json", "\"slo-", "\"slo-0", "no dashboard has the address slo-")]
    [InlineData("_fleet.json", "\\\"slo-", "\\\"slo-0", "no dashboard has the address slo-0")]
    [InlineData("_fleet.json", "__data.fields.dashboard", "__data.fields.uid", "has no field uid")]
    [InlineData("_fleet.json", "[\n        \"slo\"\n      ]", "[\n        \"slos\"\n      ]", "no dashboard has the tag slos")]
    [InlineData("alertmanager.yml", "name: \"slo/payments/page\"", "name: \"slo/payments/pages\"", "no receiver is slo/payments/page")]
    [InlineData("alertmanager.yml", "name: \"slo/page\"", "name: \"slo/pages\"", "nothing is sent to the receiver slo/pages")]
    [InlineData("alertmanager.yml", "\"owner=\\\"payments\\\"\"", "\"owner=\\\"payment\\\"\"", "no alert has owner=\"payment\"")]
    [InlineData("alertmanager.yml", "\"owner=", "\"team=", "no alert has team=\"payments\"")]
    [InlineData("alertmanager.yml", "SloEventsAbsent", "SloEventsMissing", "no alert has alertname=\"SloEventsMissing\"")]
    [InlineData("alertmanager.yml", "\"long=\\\"6h\\\"\"", "\"long=\\\"12h\\\"\"", "no alert has long=\"12h\"")]
    [InlineData("alertmanager.yml", "severity=\\\"page\\\"", "severity=\\\"critical\\\"", "no alert has severity=\"critical\"")]
    [InlineData("alertmanager.yml", "equal:\n  - \"service\"\nreceivers", "equal:\n  - \"service\"\n  - \"slo\"\nreceivers", "compares the label slo, which not all of its alerts have")]
    [InlineData("alertmanager.yml", "group_by:\n    - \"service\"", "group_by:\n    - \"cluster\"", "has the label cluster to be grouped by")]
    [InlineData("tests/alertmanager.routes", "slo=\"assess-risk\"", "slo=\"assess\"", "no alert has all of (alertname, =, SloErrorBudgetBurn), (service, =, checkout), (slo, =, assess)")]
    [InlineData("tests/alertmanager.routes", "slo/payments/page ", "slo/payment/page ", "no receiver is slo/payment/page")]
    public void Is_found(string file, string reference, string fault, string finding)
    {
        var exports = file switch
        {
            "fleet.rules.yml" => Exports.Fleet(Exports.Services, new()),
            "checkout.prometheusrule.yaml" => Exports.Operator(Exports.Services, new()),
            _ => Exports.All(Exports.Services, new()),
        };
        var broken = exports.Select(export => export.Name == file ? export with { Content = Mutated(export.Content, reference, fault) } : export).ToList();

        var findings = ReferenceCheck.Unresolved(broken, Exports.Services, elsewhere: Exports.OtherRules(exports));
        Assert.Contains(findings, found => found.Contains(finding, StringComparison.Ordinal));
        Assert.All(findings, found => Assert.DoesNotContain("expected, ", found, StringComparison.Ordinal));
    }

    private static string Mutated(string content, string reference, string fault)
    {
        Assert.Contains(reference, content, StringComparison.Ordinal);
        return content.Replace(reference, fault, StringComparison.Ordinal);
    }
}
