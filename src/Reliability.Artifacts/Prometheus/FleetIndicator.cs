using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The events of every objective of every service at once, told apart by their labels.</summary>
internal sealed class FleetIndicator(MetricNames names) : Indicator
{
    public override string Reported => $"sum by (service, slo, objective) ({FleetLabels.Renamed(names.Events)})";

    protected override string Total(string function, TimeSpan window) => Each(function, names.Events, window);

    protected override string Bad(string function, TimeSpan window) =>
        Each(function, PromQl.Select(names.Events, (MetricNames.Label(Telemetry.Outcome), Telemetry.Bad)), window);

    private static string Each(string function, string series, TimeSpan window) =>
        $"sum by (service, slo, objective) ({FleetLabels.Renamed($"{function}({series}[{PromQl.Duration(window)}])")})";
}
