using Reliability.Model;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>Turns owners into routes of Alertmanager: whose alert it is, and which alert makes another one needless.</summary>
public static class AlertmanagerExporter
{
    /// <summary>Derives <c>alertmanager.yml</c> and <c>tests/alertmanager.routes</c>, what amtool shall say of it. Equal manifests give
    /// equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus and where people look.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options)
    {
        IReadOnlyList<Duty> duties = [.. services.SelectMany(Duty.Of)];
        var receivers = new Receivers(duties);
        return
        [
            new("alertmanager.yml", AlertmanagerFile.Write(Header.Of("export alertmanager"), Route.Of(duties, receivers), Inhibition.Of(services))),
            new("tests/alertmanager.routes", RouteTests.Write(duties, receivers)),
        ];
    }
}
