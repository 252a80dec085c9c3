using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>Turns the promises of services into OpenSLO v1: one file for each service, with an SLO for each objective and an alert policy
/// for each of its burn-rate alerts. What OpenSLO has no field for is in annotations, so that nothing is lost on the way back.</summary>
public static class OpenSloExporter
{
    /// <summary>Derives the files of services. Equal manifests give equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. services.Select(service => new ArtifactFile(FileName(service), Write(service, options)))];

    /// <summary>The name of a service's file.</summary>
    internal static string FileName(ServiceManifest service) => FileNames.From(service.Service.Name) + ".openslo.yaml";

    private static string Write(ServiceManifest manifest, ExportOptions options)
    {
        var names = new MetricNames(options.Naming);
        var operations = manifest.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal).ToList();
        var targets = operations.Select(operation => operation.Owner?.OnCall).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return YamlFile.Write(Header.Of("export openslo"),
        [
            OpenSloWriter.Service(manifest),
            .. targets.Select(onCall => OpenSloWriter.Target(manifest.Service, onCall)),
            .. operations.SelectMany(operation => operation.Level.Objectives.SelectMany(objective => Documents(manifest.Service, operation, objective, names))),
        ]);
    }

    private static IEnumerable<Action<YamlMapping>> Documents(ServiceIdentity service, Operation operation, Objective objective, MetricNames names)
    {
        var slo = new OpenSloIdentity(service, operation, objective);
        var alerts = BurnRatePolicy.Alerts(objective, operation.Level.WindowDays);
        return alerts
            .Select(alert => OpenSloWriter.AlertPolicy(slo, alert, isLast: alert == alerts[^1]))
            .Prepend(OpenSloWriter.Slo(slo, alerts, CounterQueries.Of(service, operation, objective, names)));
    }
}
