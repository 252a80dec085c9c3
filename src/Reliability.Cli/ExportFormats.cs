using Reliability.Artifacts.Prometheus;

namespace Reliability.Cli;

/// <summary>All formats. A line here makes a command, its help and its place in <c>export all</c>.</summary>
internal static class ExportFormats
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("prometheus", "Writes Prometheus rules.", "a file of recording and alerting rules for each service", PrometheusExporter.Export)
        {
            DeriveForFleet = FleetExporter.Export,
        },
    ];
}
