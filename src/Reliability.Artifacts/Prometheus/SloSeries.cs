using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The series of one objective, or of every objective of a fleet at once: what is raw and what is recorded, and how to put
/// the two side by side. All other expressions are made of these, so one objective's rules and the fleet's say the same.</summary>
/// <param name="Indicator">The raw events.</param>
/// <param name="Labels">The labels that rules give to what they record; none for a fleet, whose series bring their own.</param>
internal sealed record SloSeries(Indicator Indicator, IReadOnlyList<(string Name, string Value)> Labels)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>The series of one objective. No owner among the labels: who owns an operation may change, and its history must
    /// not break in two.</summary>
    public static SloSeries Of(ServiceIdentity service, Operation operation, Objective objective, MetricNames names) => new(
        operation.Metric is { } metric
            ? new MetricIndicator(names, metric, objective)
            : new EventIndicator(names, service.Name, operation.Name, objective.Name),
        [(AlertLabels.Service, service.Name), (AlertLabels.Slo, operation.Name), (AlertLabels.Objective, objective.Name)]);

    /// <summary>The series of every objective that a service declares to Prometheus itself.</summary>
    public static SloSeries Fleet(MetricNames names) => new(new FleetIndicator(names), []);

    /// <summary>A recorded series.</summary>
    public string Recorded(string name) => Labels.Count == 0 ? name : PromQl.Select(name, Labels);

    /// <summary>How a condition on other series is put beside one on recorded series.</summary>
    public string Match => Labels.Count == 0 ? "on (service, slo, objective)" : "on ()";

    /// <summary>The share of bad events over a window: the quotient where anything happened; 0 where nothing did, or nothing bad
    /// ever; nothing where there is nothing to measure.</summary>
    public string ErrorRatio(TimeSpan window) => window <= BurnRatePolicy.LongestExact
        ? Ratio(Indicator.BadRate(window), Indicator.TotalRate(window))
        : Ratio(Sum(SeriesNames.EventsBad, window), Sum(SeriesNames.EventsTotal, window));

    /// <summary>The quotient of two additive numbers, guarded so that silence is 0 errors and never NaN.</summary>
    public static string Ratio(string bad, string total) => $"({bad})\n/\n({total} > 0)\nor\n0 * {total}";

    /// <summary>How many events went wrong over one of the windows that alerts look at; absent where none did.</summary>
    public string BadCount(TimeSpan window) => window <= BurnRatePolicy.LongestExact
        ? Indicator.BadCount(window)
        : Count(SeriesNames.HourBad, SeriesNames.EventsBad, window);

    /// <summary>How many events an hour had: recorded rates laid side by side, whatever the interval at which rules are evaluated. The
    /// millisecond keeps both ends of the hour from being taken, which Prometheus 2 does when it looks exactly on the hour.</summary>
    public string HourCount(string rate) =>
        $"{PerTile} * sum_over_time({Recorded(rate)}[{PromQl.Duration(s_hour)}:{PromQl.Duration(BurnRatePolicy.RateWindow)}] offset 1ms)";

    /// <summary>How many events the objective's own window had.</summary>
    public string WindowTotal(int days) => TotalCount(TimeSpan.FromDays(days));

    /// <summary>How many of them were bad.</summary>
    public string WindowBad(int days) => Count(SeriesNames.HourBad, SeriesNames.EventsBad, TimeSpan.FromDays(days));

    /// <summary>How many events a long window had.</summary>
    public string TotalCount(TimeSpan window) => Count(SeriesNames.HourTotal, SeriesNames.EventsTotal, window);

    /// <summary>The hours of a window, and the one that has begun. A window of 30 days reads some 730 samples in this way instead of
    /// 43,200, and weighs each event the same.</summary>
    private string Count(string hour, string rate, TimeSpan window) =>
        $"""
        sum without (part) (
          label_replace(sum_over_time({Recorded(hour)}[{PromQl.Duration(window)}:{PromQl.Duration(s_hour)}] offset 1ms), "part", "hours", "", "")
        or
          label_replace({PerTile} * sum_over_time(({Recorded(rate)} and on () (vector(time()) >= {HourStart}))[1h5m:{PromQl.Duration(BurnRatePolicy.RateWindow)}]), "part", "now", "", "")
        )
        """;

    /// <summary>When the present hour began, wherever it is asked: inside a subquery, <c>time()</c> is the time of the step. The target is
    /// recorded first and whatever happens, so its latest sample has the time of the evaluation.</summary>
    private string HourStart => $"3600 * floor((max(timestamp({Recorded(SeriesNames.ObjectiveRatio)} @ end())) - 0.001) / 3600)";

    private static double PerTile => BurnRatePolicy.RateWindow.TotalSeconds;

    private string Sum(string recorded, TimeSpan window) => $"sum_over_time({Recorded(recorded)}[{PromQl.Duration(window)}])";
}
