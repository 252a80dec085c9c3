using Reliability.Artifacts.Prometheus;

namespace Reliability.Cli;

/// <summary>All formats. A line here makes a command, its help and its place in <c>export all</c>.</summary>
internal static class ExportFormats
{
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new(
            "prometheus", "Writes Prometheus rules, and the tests that prove them.", "one file of rules for each service, and its tests in the directory tests",
            request => PrometheusExporter.Export(request.Services, request.Options)),
    ];
}
