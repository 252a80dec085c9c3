using Reliability.Artifacts.Kubernetes;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Turns the promises of services into the custom resource <c>PrometheusRule</c>, from which Prometheus' operator makes rule
/// files in a cluster: the same rules as <see cref="PrometheusExporter"/> writes.</summary>
public static class PrometheusRuleExporter
{
    // The operator lays rules in config maps of half a mebibyte and refuses an object that does not fit into one.
    private const int MostText = 400_000;

    /// <summary>Derives the files of services. Equal manifests give equal bytes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How metrics reach Prometheus, where people look and which labels select the rules.</param>
    /// <exception cref="ArgumentException">A label of <see cref="ExportOptions.RuleLabels"/> is none.</exception>
    public static IReadOnlyList<ArtifactFile> Export(IReadOnlyList<ServiceManifest> services, ExportOptions options) =>
        [.. services.Select(service => File(service, options))];

    private static ArtifactFile File(ServiceManifest service, ExportOptions options)
    {
        (string, string)[] labels = [.. KubernetesNames.Labels(options.RuleLabels)];
        var objects = Objects(PrometheusExporter.Groups(service, options)).Select((groups, i) => Write(service.Service.Name, i, labels, groups));
        return new(
            FileNames.From(service.Service.Name) + ".prometheusrule.yaml",
            YamlFile.Write(Header.Of("export prometheus"), [.. objects]));
    }

    private static Action<YamlMapping> Write(string service, int number, (string, string)[] labels, IReadOnlyList<RuleGroup> groups) => yaml =>
    {
        yaml.Word("apiVersion", "monitoring.coreos.com/v1");
        yaml.Word("kind", "PrometheusRule");
        yaml.Mapping("metadata", metadata =>
        {
            metadata.Text("name", KubernetesNames.Name(service, number == 0 ? "-slo" : $"-slo-{number + 1}"));
            metadata.Texts("labels", labels);
        });
        yaml.Mapping("spec", spec => RuleFileWriter.Groups(spec, groups));
    };

    private static IEnumerable<IReadOnlyList<RuleGroup>> Objects(IEnumerable<RuleGroup> groups)
    {
        var some = new List<RuleGroup>();
        var length = 0;
        foreach (var group in groups)
        {
            var more = RuleFileWriter.Write("", [group]).Length;
            if (some.Count > 0 && length + more > MostText)
            {
                yield return some;
                (some, length) = ([], 0);
            }

            some.Add(group);
            length += more;
        }

        yield return some;
    }
}
