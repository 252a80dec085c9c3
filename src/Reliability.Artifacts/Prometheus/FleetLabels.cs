using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Gives what a service publishes the labels of what rules record.</summary>
internal static class FleetLabels
{
    private static readonly (string From, string To)[] s_names =
    [
        (Telemetry.Service, AlertLabels.Service), (Telemetry.Slo, AlertLabels.Slo), (Telemetry.Objective, AlertLabels.Objective),
    ];

    public static string Renamed(string expression, params IEnumerable<(string From, string To)> more) =>
        s_names.Concat(more).Aggregate(expression, (renamed, name) =>
            // Names may hold line feeds, which a dot does not match by itself.
            $"label_replace({renamed}, {PromQl.Text(name.To)}, \"$1\", {PromQl.Text(MetricNames.Label(name.From))}, \"(?s:(.*))\")");
}
