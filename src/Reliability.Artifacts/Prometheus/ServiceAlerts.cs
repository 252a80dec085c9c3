using Reliability.Artifacts.Grafana;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The alert of a whole service. When all of its processes are gone, so are the series on which the burn-rate
/// alerts look: the worst outage would page nobody.</summary>
internal static class ServiceAlerts
{
    /// <summary>After this time a service that was removed for good stops alerting.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>As long as a restart of a single instance may take.</summary>
    public static readonly TimeSpan AbsentFor = TimeSpan.FromMinutes(5);

    /// <summary>What the alert says, of a service or a fleet.</summary>
    public const string Description =
        "Prometheus received events of this service within the last day, and now receives none of any operation. Either "
        + "every process is gone or nothing scrapes them; the burn-rate alerts cannot tell, because they have nothing to look at.";

    /// <summary>The alert; null for a service that counts nothing itself: whether others' metrics come is asked for each objective.</summary>
    public static AlertingRule? Absent(ServiceManifest manifest, MetricNames names, ExportOptions options)
    {
        if (manifest.Operations.FirstOrDefault(operation => operation.Metric is null) is not { } counted)
            return null;

        var service = manifest.Service;
        var name = AlertTemplate.Text(service.Name);
        var owner = manifest.Owner ?? OnlyOwner(manifest);
        return new(
            AlertNames.ServiceAbsent,
            $"""
            absent(sum({PromQl.Select(names.Events, (MetricNames.Label(Telemetry.Service), service.Name))}))
            and on ()
            count_over_time({SloSeries.Of(service, counted, counted.Level.Objectives[0], names).Recorded(SeriesNames.EventsTotal)}[{PromQl.Duration(Remembered)}])
            """,
            AbsentFor,
            [(AlertLabels.Severity, Severity(service.Tier).Name()), (AlertLabels.Service, name), .. AlertPeople.OwnerLabel(owner)],
            [
                ("summary", $"{name}: the service has stopped reporting"),
                ("description", Description),
                .. AlertPeople.Of(owner, runbook: null, DashboardLinks.Url(service.Name, options), source: null),
            ]);
    }

    // A service that may be scaled to zero, and one that nobody called important, waits for working hours.
    private static AlertSeverity Severity(string? tier) => tier is "critical" or "high" ? AlertSeverity.Page : AlertSeverity.Ticket;

    /// <summary>The owner of all operations, when they have one and the same.</summary>
    private static Ownership? OnlyOwner(ServiceManifest manifest) =>
        manifest.Operations.Select(operation => operation.Owner).Distinct().ToList() is [var owner] ? owner : null;
}
