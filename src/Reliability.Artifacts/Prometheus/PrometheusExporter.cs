using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Turns the promises of services into Prometheus recording and alerting rules: one file for each service, with one group for
/// each objective and one for the service as a whole.</summary>
public static class PrometheusExporter
{
    /// <summary>Derives the files of services. Equal manifests give equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus and where people look.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. services.Select(service => new ArtifactFile(RuleFileName(service), RuleFileWriter.Write(Header.Of("export prometheus"), Groups(service, options))))];

    /// <summary>The name of a service's rule file.</summary>
    internal static string RuleFileName(ServiceManifest service) => FileNames.From(service.Service.Name) + ".rules.yml";

    /// <summary>The rules of a service.</summary>
    internal static IReadOnlyList<RuleGroup> Groups(ServiceManifest manifest, ExportOptions options)
    {
        var names = new MetricNames(options.Naming);
        var groups = manifest.Operations.SelectMany(operation =>
            operation.Level.Objectives.Select(objective => Group(manifest.Service, operation, objective, names, options))).ToList();
        if (ServiceAlerts.Absent(manifest, names, options) is { } absent)
            groups.Add(new(manifest.Service.Name, [absent]));

        return groups;
    }

    private static RuleGroup Group(ServiceIdentity service, Operation operation, Objective objective, MetricNames names, ExportOptions options)
    {
        var series = SloSeries.Of(service, operation, objective, names);
        return new(
            // Unambiguous whatever the names hold: the service is the same throughout the file, and an objective's name
            // has no slash.
            $"{service.Name}/{operation.Name}/{objective.Name}",
            [
                .. SloRecordings.Of(series, objective, operation.Level.WindowDays),
                .. SloAlerts.Of(series, service, operation, objective, options),
            ]);
    }
}
