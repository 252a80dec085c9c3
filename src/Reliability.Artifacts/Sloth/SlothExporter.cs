using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.Sloth;

/// <summary>Turns the promises of services into sloth's <c>prometheus/v1</c>: one file for each service, with an SLO for each objective.
/// For a platform that runs sloth already; windows other than sloth's are not in its files.</summary>
public static class SlothExporter
{
    private const string Window = "{{.window}}";

    /// <summary>Derives the files of services. Equal manifests give equal bytes. A service without operations has no file, because
    /// sloth reads none without an SLO.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus.</param>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. services.Where(service => service.Operations.Count > 0).Select(service => new ArtifactFile(
            FileNames.From(service.Service.Name) + ".sloth.yaml", YamlFile.Write(Header.Of("export sloth"), yaml => Service(yaml, service, new(options.Naming)))))];

    private static void Service(YamlMapping yaml, ServiceManifest manifest, MetricNames names)
    {
        yaml.Text("version", SlothSpec.Version);
        yaml.Text("service", SlothNames.Of(manifest.Service.Name));
        yaml.Texts("labels", Owner(manifest.Owner));
        yaml.Sequence(
            "slos", manifest.Operations.SelectMany(operation => operation.Level.Objectives.Select(objective => (operation, objective))),
            (slo, promise) => Slo(slo, manifest.Service, promise.operation, promise.objective, names));
    }

    private static void Slo(YamlMapping slo, ServiceIdentity service, Operation operation, Objective objective, MetricNames names)
    {
        var queries = Plain(CounterQueries.Of(service, operation, objective, names));
        slo.Text("name", SlothNames.Of(operation.Name, objective.Name));
        slo.Word("objective", Words.Number(objective.Target));
        slo.Text("description", $"{operation.Name}: over {Words.Count(operation.Level.WindowDays, "day")}, {objective.Promise}.");
        slo.Texts("labels", Owner(operation.Owner));
        slo.Mapping("sli", sli => sli.Mapping("events", events =>
        {
            events.Block("error_query", queries.BadRate(Window));
            events.Block("total_query", queries.TotalRate(Window));
        }));
        slo.Mapping("alerting", alerting =>
        {
            alerting.Text("name", AlertNames.Burn);
            alerting.Texts("annotations", operation.Level.Runbook is { } runbook ? [("runbook_url", AlertTemplate.Text(runbook))] : []);
            alerting.Mapping("page_alert", alert => Severity(alert, AlertSeverity.Page));
            alerting.Mapping("ticket_alert", alert => Severity(alert, AlertSeverity.Ticket));
        });
    }

    private static void Severity(YamlMapping alert, AlertSeverity severity) =>
        alert.Mapping("labels", labels => labels.Text(AlertLabels.Severity, severity.Name()));

    // Prometheus expands the labels that alerts carry.
    private static (string, string)[] Owner(Ownership? owner) => owner is null ? [] : [(AlertLabels.Owner, AlertTemplate.Text(owner.Team))];

    /// <summary>For sloth a query is a template, and two braces open something. They occur in texts only, where a code may stand for
    /// one of them.</summary>
    private static CounterQueries Plain(CounterQueries queries) => new(Plain(queries.Total), Plain(queries.Part), queries.Except is { } except ? Plain(except) : null, queries.PartIsGood);

    private static string Plain(string query) => query.Replace("{{", @"{\x7b", StringComparison.Ordinal);
}
