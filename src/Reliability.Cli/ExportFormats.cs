using Reliability.Artifacts.Alertmanager;
using Reliability.Artifacts.Grafana;
using Reliability.Artifacts.OpenSlo;
using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Sloth;

namespace Reliability.Cli;

/// <summary>All formats. A line here makes a command, its help and its place in <c>export all</c>.</summary>
internal static class ExportFormats
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("prometheus", "Writes Prometheus rules.", "a file of rules for each service, and in the directory tests what promtool shall say of it", PrometheusExporter.Export)
        {
            DeriveForOperator = PrometheusRuleExporter.Export,
            DeriveForFleet = FleetExporter.Export,
        },
        new("grafana", "Writes Grafana dashboards.", "a dashboard for each service and one for all of them", GrafanaExporter.Export),
        new("alertmanager", "Writes routes for Alertmanager.", "routes by owner and inhibitions, and in the directory tests what amtool shall say of them", AlertmanagerExporter.Export),
        new("openslo", "Writes OpenSLO.", "a file of OpenSLO v1 for each service", OpenSloExporter.Export),
        new("sloth", "Writes files for Sloth.", "a specification for each service, from which sloth makes rules of its own", SlothExporter.Export),
    ];
}
