using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The alerts of one objective: one for each pair of windows, so that whoever is woken sees which one fired, and
/// one for the silence in which none of them can.</summary>
internal static class SloAlerts
{
    // One failed request at night can be a large share of the night's events. Two in a long window are wanted, and
    // increase() makes up to 1.5 out of one event when a target is scraped rarely.
    private const string MoreThanOneEvent = "1.5";

    // Longer than a restart or a deployment, much shorter than anybody would want to be blind.
    private static readonly TimeSpan s_absentFor = TimeSpan.FromMinutes(15);

    public static IEnumerable<AlertingRule> Of(SloSeries series, ServiceLevel level, Objective objective, Ownership? owner, string? source)
    {
        (string, string)[] people = [.. AlertPeople.Of(owner, level.Runbook, source)];
        foreach (var alert in BurnRatePolicy.Alerts(objective, level.WindowDays))
            yield return BurnRate(series, objective, alert, level.WindowDays, people);

        yield return Absent(series, objective, people);
    }

    private static AlertingRule BurnRate(
        SloSeries series, Objective objective, BurnRateAlert alert, int windowDays, (string Name, string Value)[] people)
    {
        var threshold = PromQl.Number(alert.Threshold(objective));
        var (longWindow, shortWindow) = (PromQl.Duration(alert.LongWindow), PromQl.Duration(alert.ShortWindow));
        return new(
            AlertNames.Burn,
            $"""
            {series.Recorded(SeriesNames.ErrorRatio(alert.LongWindow))} > {threshold}
            and
            {series.Recorded(SeriesNames.ErrorRatio(alert.ShortWindow))} > {threshold}
            and on ()
            {series.BadCount(alert.LongWindow)} > {MoreThanOneEvent}
            """,
            alert.For,
            [.. Labels(series, alert.Severity), ("long", longWindow), ("short", shortWindow)],
            [
                ("summary", Summary(series, $"the error budget burns {Speed(alert.Factor)} it may")),
                ("description", BurnRateDescription(objective, alert, windowDays)),
                .. people,
            ]);
    }

    private static string BurnRateDescription(Objective objective, BurnRateAlert alert, int windowDays)
    {
        var window = Words.Count(windowDays, "day");
        var lasts = TimeSpan.FromMinutes((double)decimal.Floor(windowDays * 24 * 60 / alert.Factor));
        return $"{AlertTemplate.ValueAsPercentage} of the events of the last {Words.Duration(alert.LongWindow)} were bad, and it has not stopped "
            + $"in the last {Words.Duration(alert.ShortWindow)}. Promised over {window}: {objective.Promise}. "
            + $"Above {Words.Roughly(alert.Threshold(objective) * 100m)} % bad events, a budget meant for {window} is gone after {Words.Duration(lasts)}; "
            + $"about {Words.Roughly(alert.BudgetShare(windowDays) * 100m)} % of it is gone already.";
    }

    private static string Speed(decimal factor) => factor == 1m ? "faster than" : $"more than {Words.Roughly(factor)} times as fast as";

    private static AlertingRule Absent(SloSeries series, Objective objective, (string Name, string Value)[] people) => new(
        AlertNames.EventsAbsent,
        $"absent({series.Recorded(SeriesNames.EventsTotal)})",
        s_absentFor,
        [.. Labels(series, AlertSeverity.Ticket)],
        [
            ("summary", Summary(series, "nothing measures the objective")),
            ("description", $"Prometheus receives no events, not even a count of 0. Promised: {objective.Promise}. Whether that is kept "
                + "is unknown, and no other alert of this objective can fire. Look whether the service runs, is scraped, exports the meter "
                + $"{Telemetry.Meter}, and still has the operation."),
            .. people,
        ]);

    private static IEnumerable<(string, string)> Labels(SloSeries series, AlertSeverity severity) =>
        series.Labels.Select(label => (label.Name, AlertTemplate.Text(label.Value))).Prepend((AlertLabels.Severity, AlertLabels.Of(severity)));

    private static string Summary(SloSeries series, string what) =>
        AlertTemplate.Text($"{series.Service}, {series.Slo} ({series.Objective}): {what}");
}
