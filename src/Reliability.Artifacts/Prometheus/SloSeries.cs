using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The series of one objective, or of every objective of a fleet at once: what is raw and what is recorded, and how to put
/// the two side by side. All other expressions are made of these, so one objective's rules and the fleet's say the same.</summary>
/// <param name="Indicator">The raw events.</param>
/// <param name="Labels">The labels that rules give to what they record; none for a fleet, whose series bring their own.</param>
internal sealed record SloSeries(Indicator Indicator, IReadOnlyList<(string Name, string Value)> Labels)
{
    // Recorded rates are laid side by side in steps of a minute, whatever the interval at which rules are evaluated.
    private static readonly TimeSpan s_tile = TimeSpan.FromMinutes(1);

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
        : Ratio(BadCount(window), TotalCount(window));

    /// <summary>The quotient of two additive numbers. Silence is 0 errors and never NaN: what divides is kept above 0, far below a
    /// single event in the longest of windows.</summary>
    public static string Ratio(string bad, string total) => $"({bad})\n/\nclamp_min({total}, 1e-9)";

    /// <summary>How many events a window had; a longer one than an hour has whole hours.</summary>
    public string TotalCount(TimeSpan window) => Count(SeriesNames.HourTotal, SeriesNames.ThisHourTotal, window);

    /// <summary>How many events of a window were bad; absent where none ever was and the window is short.</summary>
    public string BadCount(TimeSpan window) => window <= BurnRatePolicy.LongestExact
        ? Indicator.BadCount(window)
        : Count(SeriesNames.HourBad, SeriesNames.ThisHourBad, window);

    /// <summary>How many events the last sixty minutes had, the present one not among them. Without the millisecond it would have both of
    /// its ends when it is asked exactly on a minute, in Prometheus 2.</summary>
    public string HourCount(string rate) => $"{PerTile} * sum_over_time({Recorded(rate)}[1h:{Tile}] offset 1ms)";

    /// <summary>How many events the present hour has had so far.</summary>
    public string ThisHourCount(string rate) =>
        $"{PerTile} * sum_over_time(({Recorded(rate)} and on () (vector(time()) >= {HourStart}))[1h1m:{Tile}])";

    /// <summary>A sliding window out of hours: those that ended in it, what the present hour has had so far, without what the hour in
    /// which the window begins had had by then. Thirty days are some 1,400 samples in this way instead of 43,200, each event weighs the
    /// same, and the newest minute is in it. Where a restart of Prometheus kept an hour from being recorded when it struck, what was
    /// recorded a quarter later stands for it.</summary>
    private string Count(string hours, string thisHour, TimeSpan window) =>
        $"""
        clamp_min(sum without (part) (
          label_replace(sum_over_time(({Recorded(hours)} or {Recorded(hours)} offset -15m)[{PromQl.Duration(window)}:1h] offset 1ms), "part", "hours", "", "")
        or
          label_replace({Recorded(thisHour)}, "part", "now", "", "")
        or
          label_replace(-{Recorded(thisHour)} offset {PromQl.Duration(window)}, "part", "then", "", "")
        ), 0)
        """;

    /// <summary>When the present hour began, wherever it is asked: inside a subquery, <c>time()</c> is the time of the step. The target is
    /// recorded first and whatever happens, so its latest sample has the time of the evaluation.</summary>
    private string HourStart => $"3600 * floor((max(timestamp({Recorded(SeriesNames.ObjectiveRatio)} @ end())) - 0.001) / 3600)";

    private static string Tile => PromQl.Duration(s_tile);

    private static double PerTile => s_tile.TotalSeconds;
}
