using Reliability.Artifacts.OpenSlo;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.OpenSlo;

internal static class OpenSloSamples
{
    public static ArtifactFile Export(ServiceManifest manifest, MetricNaming naming = MetricNaming.PrometheusExporter) =>
        Assert.Single(OpenSloExporter.Export([manifest], new() { Naming = naming }));

    public static ServiceManifest Sorted(ServiceManifest manifest) => manifest with
    {
        Operations = manifest.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal).ToEquatableArray(),
    };

    /// <summary>An SLO that somebody else has written, of a sum of rates.</summary>
    public static string Slo(string good, string total, string objective = "target: 0.995", string window = "duration: 28d\n      isRolling: true") =>
        $$"""
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: search-ok
          labels: {team: discovery}
          annotations: {acme.example/runbook: "https://wiki.example/search"}
        spec:
          service: search
          budgetingMethod: Occurrences
          indicator:
            metadata: {name: search-ratio}
            spec:
              ratioMetric:
                counter: true
                good:
                  metricSource:
                    type: Prometheus
                    spec: {query: '{{good}}'}
                total:
                  metricSource:
                    type: prometheus
                    spec: {query: '{{total}}'}
          timeWindow:
            - {{window}}
          objectives:
            - {{objective}}

        """;
}
