using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The series that are recorded for one objective, or for every objective of a fleet. Good and bad events are recorded as rates
/// that can be added up, and every long ratio is the quotient of two sums: an hour of heavy traffic weighs as much as its
/// events, not as much as an hour at night.</summary>
internal static class SloRecordings
{
    // What people look at during an incident, whether or not an alert does.
    private static readonly TimeSpan[] s_always = [BurnRatePolicy.RateWindow, BurnRatePolicy.LongestExact];

    /// <summary>Everything of one objective.</summary>
    public static IEnumerable<RecordingRule> Of(SloSeries series, Objective objective, int windowDays) =>
    [
        Record(series, SeriesNames.ObjectiveRatio, $"vector({PromQl.Number(objective.TargetRatio)})"),
        .. Events(series, Windows(BurnRatePolicy.Alerts(objective, windowDays))),
        Record(series, SeriesNames.WindowTotal, series.TotalCount(TimeSpan.FromDays(windowDays))),
        Record(series, SeriesNames.WindowBad, series.BadCount(TimeSpan.FromDays(windowDays))),
        .. Budget(series, PromQl.Number(objective.BudgetRatio)),
    ];

    /// <summary>Rates, the counts of hours, and ratios over the windows of alerts.</summary>
    public static IEnumerable<RecordingRule> Events(SloSeries series, IEnumerable<TimeSpan> windows) =>
    [
        Record(series, SeriesNames.EventsTotal, series.Indicator.TotalRate(BurnRatePolicy.RateWindow)),
        Record(series, SeriesNames.EventsBad, series.Indicator.BadRate(BurnRatePolicy.RateWindow)),
        Record(series, SeriesNames.HourTotal, series.HourCount(SeriesNames.EventsTotal)),
        Record(series, SeriesNames.HourBad, series.HourCount(SeriesNames.EventsBad)),
        Record(series, SeriesNames.ThisHourTotal, series.ThisHourCount(SeriesNames.EventsTotal)),
        Record(series, SeriesNames.ThisHourBad, series.ThisHourCount(SeriesNames.EventsBad)),
        .. windows.Select(window => Record(series, SeriesNames.ErrorRatio(window), series.ErrorRatio(window))),
    ];

    /// <summary>What is left, where <paramref name="budget"/> is the share that may be bad.</summary>
    public static IEnumerable<RecordingRule> Budget(SloSeries series, string budget)
    {
        yield return Record(
            series, SeriesNames.WindowErrorRatio,
            SloSeries.Ratio(series.Recorded(SeriesNames.WindowBad), series.Recorded(SeriesNames.WindowTotal)));
        yield return Record(series, SeriesNames.BudgetRemaining, $"1 - {series.Recorded(SeriesNames.WindowErrorRatio)} / {budget}");
    }

    /// <summary>The windows of alerts, and those of people.</summary>
    public static IEnumerable<TimeSpan> Windows(IEnumerable<BurnRateAlert> alerts) =>
        alerts.SelectMany(alert => new[] { alert.ShortWindow, alert.LongWindow }).Concat(s_always).Distinct().Order();

    public static RecordingRule Record(SloSeries series, string name, string expression) => new(name, expression, series.Labels);
}
