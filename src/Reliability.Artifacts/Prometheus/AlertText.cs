using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>What the alerts of one objective say to people, and the labels by which they are routed.</summary>
internal sealed class AlertText(ServiceIdentity service, Operation operation, Objective objective, IReadOnlyList<(string Name, string Value)> people)
{
    private readonly int _windowDays = operation.Level.WindowDays;

    public Objective Objective => objective;

    private string Window => Words.Count(_windowDays, "day");

    public IReadOnlyList<(string, string)> Labels(AlertSeverity severity) =>
    [
        (AlertLabels.Severity, severity.Name()),
        (AlertLabels.Service, AlertTemplate.Text(service.Name)),
        (AlertLabels.Slo, AlertTemplate.Text(operation.Name)),
        (AlertLabels.Objective, AlertTemplate.Text(objective.Name)),
        .. AlertPeople.OwnerLabel(operation.Owner),
    ];

    public IReadOnlyList<(string, string)> Annotations(string summary, string description) =>
    [
        ("summary", AlertTemplate.Text($"{service.Name}, {operation.Name} ({objective.Name}): {summary}")),
        ("description", description),
        .. people,
    ];

    public static string Speed(decimal factor) => factor == 1m ? "faster than" : $"more than {Words.Roughly(factor)} times as fast as";

    public string Burn(BurnRateAlert alert) =>
        $"{AlertTemplate.ValueAsPercentage} of the events of the last {Words.Duration(alert.LongWindow)} were bad, and it has not stopped "
            + $"in the last {Words.Duration(alert.ShortWindow)}. Promised over {Window}: {objective.Promise}. "
            + $"Above {Words.Roughly(alert.Threshold(objective) * 100m)} % bad events, a budget meant for {Window} is gone after {Words.Duration(alert.Lasts(_windowDays))}; "
            + $"about {Words.Roughly(alert.BudgetShare(_windowDays) * 100m)} % of it is gone already.";

    public string Exhausted =>
        $"Promised over {Window}: {objective.Promise}. More events than that were bad: the promise is broken until enough of them are older than {Window}. "
        + "Whatever puts more of them at risk should wait.";

    public string LowTraffic(LowTrafficAlert alert) =>
        $"{AlertTemplate.ValueAsPercentage} of the events of the last {Words.Duration(alert.Window)} were bad, three of them or more. Promised over {Window}: "
        + $"{objective.Promise}. There were fewer than {Words.Number(alert.FewEvents)} events in all: too few for alerts that look at minutes and hours.";

    public string Absent =>
        $"Prometheus receives no events, not even a count of 0. Promised: {objective.Promise}. Whether that is kept "
        + "is unknown, and no page of this objective can fire. Look whether the service runs, is scraped, " + Source();

    private string Source() => operation.Metric is { } metric
        ? AlertTemplate.Text($"and still publishes the metric {metric.Name}.")
        : $"exports the meter {Telemetry.Meter}, and still has the operation.";
}
