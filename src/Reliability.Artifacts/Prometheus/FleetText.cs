using Reliability.Artifacts.Grafana;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>What the alerts of a fleet say: the words come from the labels of whatever burns.</summary>
internal sealed class FleetText(ExportOptions options)
{
    public static readonly IReadOnlyList<(string Name, string Value)> Ticket = [(AlertLabels.Severity, AlertSeverity.Ticket.Name())];

    private static readonly string s_slo = $"{Label(AlertLabels.Service)}, {Label(AlertLabels.Slo)} ({Label(AlertLabels.Objective)})";

    public IReadOnlyList<(string, string)> Burn => Annotations(
        $"{s_slo}: the error budget burns too fast",
        $"{AlertTemplate.ValueAsPercentage} of the events of the last {Label(AlertLabels.LongWindow)} were bad, and it has not stopped in the last "
        + $"{Label(AlertLabels.ShortWindow)}.");

    public IReadOnlyList<(string, string)> Exhausted => Annotations(
        $"{s_slo}: the error budget is spent",
        "More events were bad than the objective allows in its window: the promise is broken until enough of them are older. Whatever puts more of them at "
        + "risk should wait.");

    public IReadOnlyList<(string, string)> LowTraffic => Annotations(
        $"{s_slo}: too many of the few events are bad",
        $"{AlertTemplate.ValueAsPercentage} of the few events of the last days were bad, three of them or more: too few events for alerts that look at "
        + "minutes and hours.");

    public IReadOnlyList<(string, string)> Absent => Annotations(
        $"{s_slo}: nothing measures the objective",
        "Prometheus received events of this objective within the last day and receives none now, not even a count of 0. Whether the promise is kept is "
        + $"unknown. Look whether the service runs, is scraped, exports the meter {Telemetry.Meter}, and still has the operation.");

    public IReadOnlyList<(string, string)> WindowNotServed => Annotations(
        $"{s_slo}: its window is not among those of the fleet's rules",
        "The burn-rate alerts of this objective work, but nothing computes its error budget. Export the fleet's rules again and name the window: "
        + "reliability export prometheus --fleet --windows.");

    public IReadOnlyList<(string, string)> ServiceAbsent =>
    [
        ("summary", $"{Label(AlertLabels.Service)}: the service has stopped reporting"),
        ("description", ServiceAlerts.Description),
        Dashboard,
    ];

    private (string, string) Dashboard =>
        ("dashboard_url", $"{AlertTemplate.Text($"{options.GrafanaUrl}/d/{DashboardLinks.Fleet}")}?var-service={AlertTemplate.LabelInAddress(AlertLabels.Service)}");

    private IReadOnlyList<(string, string)> Annotations(string summary, string description) =>
    [
        ("summary", summary),
        ("description", description),
        ("owner", Label(AlertLabels.Owner)),
        ("on_call", Info(Telemetry.OnCall)),
        ("runbook_url", Info(Telemetry.Runbook)),
        Dashboard,
    ];

    private static string Label(string name) => AlertTemplate.Label(name);

    private static string Info(string label) => AlertTemplate.LabelOf(
        MetricNames.Gauge(Telemetry.Info), MetricNames.Label(Telemetry.Service), MetricNames.Label(Telemetry.Slo), MetricNames.Label(label));
}
