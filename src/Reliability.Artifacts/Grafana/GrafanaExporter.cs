using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>Turns promises into Grafana dashboards: one for each service, and one for all of them.</summary>
public static class GrafanaExporter
{
    // No file of a service begins with an underscore.
    private const string FleetFile = "_fleet.json";

    /// <summary>Derives <c>&lt;service&gt;.json</c> for each service and <c>_fleet.json</c>. Equal manifests give equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus and where people look.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
    [
        .. services.Select(service => new ArtifactFile($"{FileNames.From(service.Service.Name)}.json", DashboardFile.Write(ServiceDashboard.Of(service)))),
        new(FleetFile, DashboardFile.Write(FleetDashboard.Of(services))),
    ];
}
