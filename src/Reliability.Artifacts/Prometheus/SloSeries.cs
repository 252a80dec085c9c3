using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The series of one objective, raw and recorded, by name and selector. The only place that spells the names
/// which the rules record: what reads them asks here.</summary>
internal sealed record SloSeries(string Service, string Slo, string Objective)
{
    /// <summary>The rate over which events are recorded, and from which everything long is summed up.</summary>
    public static readonly TimeSpan Base = TimeSpan.FromMinutes(5);

    // Up to here rates come from the raw counters, which is exact; beyond, Prometheus would read weeks of every replica's
    // samples at each evaluation.
    private static readonly TimeSpan s_longestRaw = TimeSpan.FromHours(1);

    /// <summary>The labels of everything that is recorded or alerted. No owner among them: who owns an operation may
    /// change, and its history must not break in two.</summary>
    public IReadOnlyList<(string Name, string Value)> Labels => [("service", Service), ("slo", Slo), ("objective", Objective)];

    /// <summary>A recorded series of this objective.</summary>
    public string Recorded(string name) => PromQl.Select(name, Labels);

    /// <summary>All events a second.</summary>
    public string TotalRate(TimeSpan window) => Rate(RawTotal, window);

    /// <summary>Bad events a second; absent when no bad event was ever counted.</summary>
    public string BadRate(TimeSpan window) => Rate(RawBad, window);

    /// <summary>How much happened over a window, in a unit that only cancels out: a rate, or a sum of rates.</summary>
    public string Total(TimeSpan window) => window <= s_longestRaw ? TotalRate(window) : Sum(SeriesNames.EventsTotal, window);

    /// <summary>How much went wrong over a window, in the unit of <see cref="Total"/>.</summary>
    public string Bad(TimeSpan window) => window <= s_longestRaw ? BadRate(window) : Sum(SeriesNames.EventsBad, window);

    /// <summary>How many events went wrong over a window. A long one is tiled with recorded rates, because a sum over all
    /// of them would depend on how often rules are evaluated.</summary>
    public string BadCount(TimeSpan window) => window <= s_longestRaw
        ? $"sum(increase({RawBad}[{PromQl.Duration(window)}]))"
        : $"{Base.TotalSeconds} * sum_over_time({Recorded(SeriesNames.EventsBad)}[{PromQl.Duration(window)}:{PromQl.Duration(Base)}])";

    /// <summary>Any event counter of the service, whichever operation it belongs to.</summary>
    public static string AnyRaw(string service) => PromQl.Select(PromQl.Events, (PromQl.Name(Telemetry.Service), service));

    /// <summary>A recorded series of every objective of the service.</summary>
    public static string AnyRecorded(string name, string service) => PromQl.Select(name, ("service", service));

    private string RawTotal => PromQl.Select(PromQl.Events, RawMatchers);

    private string RawBad => PromQl.Select(PromQl.Events, [.. RawMatchers, (PromQl.Name(Telemetry.Outcome), Telemetry.Bad)]);

    private IEnumerable<(string Label, string Value)> RawMatchers =>
    [
        (PromQl.Name(Telemetry.Service), Service),
        (PromQl.Name(Telemetry.Slo), Slo),
        (PromQl.Name(Telemetry.Objective), Objective),
    ];

    private static string Rate(string series, TimeSpan window) => $"sum(rate({series}[{PromQl.Duration(window)}]))";

    private string Sum(string recorded, TimeSpan window) => $"sum_over_time({Recorded(recorded)}[{PromQl.Duration(window)}])";
}
