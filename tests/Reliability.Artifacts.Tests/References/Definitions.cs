using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Everything that may be named: raw series, recorded series, alerts, addresses of dashboards.</summary>
internal sealed class Definitions
{
    private readonly List<Series> _series = [];

    /// <summary>The alerts by their labels, <c>alertname</c> among them.</summary>
    public List<Series> Alerts { get; } = [];

    /// <summary>The dashboards by their address, each with what can be chosen on it.</summary>
    public Dictionary<string, IReadOnlyList<string>> Dashboards { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags of dashboards.</summary>
    public HashSet<string> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The receivers of notifications.</summary>
    public HashSet<string> Receivers { get; } = new(StringComparer.Ordinal);

    /// <summary>The files.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Series> Named(string metric) => [.. metric == "ALERTS" ? Firing() : _series.Where(series => series.Name == metric)];

    /// <summary>A series that a rule records.</summary>
    public void Record(string name, IReadOnlyDictionary<string, string?> labels, bool isOpen) => _series.Add(new(name, labels, isOpen));

    /// <summary>What services publish, and metrics of others by what operations say of them.</summary>
    public void Publish(IEnumerable<ServiceManifest> services, MetricNaming naming)
    {
        var names = new MetricNames(naming);
        foreach (var service in services)
        {
            foreach (var operation in service.Operations)
            {
                if (operation.Metric is { } metric)
                    Publish(metric, names);
                else
                    Publish(service.Service.Name, operation, names);
            }
        }
    }

    /// <summary>Alerts of other rules, by name only.</summary>
    public void AlsoAlerts(IEnumerable<Series> others) => Alerts.AddRange(others
        .Select(other => other.Labels["alertname"]).Except(Alerts.Select(alert => alert.Labels["alertname"])).ToList()
        .Select(name => new Series("ALERTS", new Dictionary<string, string?> { ["alertname"] = name }, IsOpen: false)));

    private void Publish(string service, Operation operation, MetricNames names)
    {
        foreach (var objective in operation.Level.Objectives)
        {
            (string, string?)[] identity = [(Telemetry.Service, service), (Telemetry.Slo, operation.Name), (Telemetry.Objective, objective.Name)];
            foreach (var outcome in new[] { Telemetry.Good, Telemetry.Bad })
                Raw(names.Events, [.. identity, (Telemetry.Outcome, outcome)]);

            Raw(MetricNames.Gauge(Telemetry.ObjectiveTarget), [.. identity, (Telemetry.WindowDays, null)]);
            Raw(MetricNames.Gauge(Telemetry.Info),
            [
                (Telemetry.Service, service), (Telemetry.Slo, operation.Name), (Telemetry.Owner, null), (Telemetry.OnCall, null), (Telemetry.Runbook, null),
                (Telemetry.Criticality, null), (Telemetry.System, null), (Telemetry.Function, null),
            ]);
            Raw(MetricNames.Gauge(Telemetry.BurnThreshold),
                [.. identity, (Telemetry.Severity, null), (Telemetry.LongWindow, null), (Telemetry.ShortWindow, null)]);
        }
    }

    /// <summary>A metric has the labels by which an operation selects from it: whether it really has them, only a server knows.</summary>
    private void Publish(MetricSource metric, MetricNames names)
    {
        (string, string?)[] labels = [.. metric.Where.Concat(metric.Good).Concat(metric.Bad).Select(matcher => (matcher.Label, (string?)null))];
        if (metric.Kind == MetricKind.Histogram)
        {
            Raw(names.HistogramCount(metric.Name, metric.Unit), labels);
            Raw(names.HistogramBucket(metric.Name, metric.Unit), [.. labels, ("le", null)]);
        }
        else
        {
            Raw(names.Counter(metric.Name, metric.Unit), labels);
        }

        if (metric.Other is { } other)
            Raw(names.Counter(other, metric.Unit), labels);
    }

    private void Raw(string name, IEnumerable<(string Label, string? Value)> labels) => _series.Add(new(
        name, labels.DistinctBy(label => MetricNames.Label(label.Label)).ToDictionary(label => MetricNames.Label(label.Label), label => label.Value), IsOpen: true));

    private IEnumerable<Series> Firing() => Alerts.Select(alert => alert with
    {
        Labels = new Dictionary<string, string?>(alert.Labels) { ["alertstate"] = null },
    });
}
