using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The alert of a whole service. When all of its processes are gone, so are the series on which the burn-rate
/// alerts look: the worst outage would page nobody.</summary>
internal static class ServiceAlerts
{
    // After this time a service that was removed for good stops alerting.
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(1);

    // As long as a restart of a single instance may take.
    private static readonly TimeSpan s_absentFor = TimeSpan.FromMinutes(5);

    public static AlertingRule Absent(ServiceManifest manifest)
    {
        var service = manifest.Service;
        var name = AlertTemplate.Text(service.Name);
        return new(
            AlertNames.ServiceAbsent,
            $"""
            absent(sum({SloSeries.AnyRaw(service.Name)}))
            and on ()
            sum(count_over_time({SloSeries.AnyRecorded(SeriesNames.EventsTotal, service.Name)}[{PromQl.Duration(s_remembered)}]))
            """,
            s_absentFor,
            [(AlertLabels.Severity, AlertLabels.Of(Severity(service))), ("service", name)],
            [
                ("summary", $"{name}: the service has stopped reporting"),
                ("description", "Prometheus received events of this service within the last day, and now receives none of any operation. Either "
                    + "every process is gone or nothing scrapes them; the burn-rate alerts cannot tell, because they have nothing to look at."),
                .. AlertPeople.Of(manifest.Owner ?? OnlyOwner(manifest), runbook: null, source: null),
            ]);
    }

    // A service that may be scaled to zero, and one that nobody called important, waits for working hours.
    private static AlertSeverity Severity(ServiceIdentity service) =>
        service.Tier is "critical" or "high" ? AlertSeverity.Page : AlertSeverity.Ticket;

    /// <summary>The owner of all operations, when they have one and the same.</summary>
    private static Ownership? OnlyOwner(ServiceManifest manifest) =>
        manifest.Operations.Select(operation => operation.Owner).Distinct().ToList() is [var owner] ? owner : null;
}
