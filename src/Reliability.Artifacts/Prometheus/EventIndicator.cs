using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The events that a service counts itself, good and bad ones: exact whatever the threshold.</summary>
internal sealed class EventIndicator(MetricNames names, string service, string slo, string objective) : Indicator
{
    public override string Reported => $"sum({Series()})";

    protected override string Total(string function, TimeSpan window) => Sum(function, Series(), window);

    protected override string Bad(string function, TimeSpan window) =>
        Sum(function, Series((MetricNames.Label(Telemetry.Outcome), Telemetry.Bad)), window);

    internal string Series(params IEnumerable<(string Label, string Value)> more) => PromQl.Select(names.Events,
    [
        (MetricNames.Label(Telemetry.Service), service),
        (MetricNames.Label(Telemetry.Slo), slo),
        (MetricNames.Label(Telemetry.Objective), objective),
        .. more,
    ]);
}
