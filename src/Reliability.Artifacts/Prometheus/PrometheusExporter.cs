using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Turns the promises of a service into Prometheus recording and alerting rules: one group for each objective, and
/// one for the service as a whole.</summary>
public static class PrometheusExporter
{
    /// <summary>Derives the files of services. Equal manifests give equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus and where people look.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) => [.. services.Select(Rules)];

    private static ArtifactFile Rules(ServiceManifest manifest)
    {
        var objectives = manifest.Operations.SelectMany(operation =>
            operation.Level.Objectives.Select(objective => Group(manifest.Service, operation, objective)));
        return new(
            FileNames.From(manifest.Service.Name) + ".rules.yml",
            RuleFileWriter.Write(Header.Of("export prometheus"), objectives.Append(Group(manifest))));
    }

    private static RuleGroup Group(ServiceIdentity service, Operation operation, Objective objective)
    {
        var series = new SloSeries(service.Name, operation.Name, objective.Name);
        return new(
            // Unambiguous whatever the names hold: the service is the same throughout the file, and an objective's name
            // has no slash.
            $"{service.Name}/{operation.Name}/{objective.Name}",
            [
                .. SloRecordings.Of(series, objective, operation.Level.WindowDays),
                .. SloAlerts.Of(series, operation.Level, objective, operation.Owner, operation.Source),
            ]);
    }

    private static RuleGroup Group(ServiceManifest manifest) =>
        new(manifest.Service.Name, [ServiceAlerts.Absent(manifest)]);
}
