using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The series that are recorded for one objective. Good and bad events are recorded as rates that can be added
/// up, and every long ratio is the quotient of two sums: an hour of heavy traffic weighs as much as its events, not as
/// much as an hour at night. What divides is guarded, so that silence is 0 errors and never NaN.</summary>
internal static class SloRecordings
{
    public static IEnumerable<RecordingRule> Of(SloSeries series, Objective objective, int windowDays)
    {
        var window = TimeSpan.FromDays(windowDays);
        yield return Record(series, SeriesNames.EventsTotal, series.TotalRate(SloSeries.Base));
        yield return Record(series, SeriesNames.EventsBad, $"{series.BadRate(SloSeries.Base)}\nor\n0 * {series.TotalRate(SloSeries.Base)}");
        foreach (var length in Windows(objective, windowDays).Append(window).Distinct().Order())
            yield return Record(series, SeriesNames.ErrorRatio(length), ErrorRatio(series, length));

        yield return Record(series, SeriesNames.ObjectiveRatio, $"vector({PromQl.Number(objective.TargetRatio)})");
        yield return Record(
            series, SeriesNames.BudgetRemaining,
            $"1 - {series.Recorded(SeriesNames.ErrorRatio(window))} / {PromQl.Number(objective.BudgetRatio)}");
    }

    private static IEnumerable<TimeSpan> Windows(Objective objective, int windowDays) =>
        BurnRatePolicy.Alerts(objective, windowDays).SelectMany(alert => new[] { alert.ShortWindow, alert.LongWindow });

    /// <summary>The quotient where anything happened; 0 where nothing did, or nothing bad ever; nothing where there is
    /// nothing to measure.</summary>
    private static string ErrorRatio(SloSeries series, TimeSpan window) =>
        $"{series.Bad(window)}\n/\n({series.Total(window)} > 0)\nor\n0 * {series.Total(window)}";

    private static RecordingRule Record(SloSeries series, string name, string expression) => new(name, expression, series.Labels);
}
