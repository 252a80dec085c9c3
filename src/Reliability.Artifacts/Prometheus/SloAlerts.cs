using Reliability.Artifacts.Grafana;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The alerts of one objective: one for each pair of windows, so that whoever is woken sees which one fired; one for a budget
/// that is spent; one where hardly anything happens; and one for the silence in which none of these can fire.</summary>
internal static class SloAlerts
{
    public static IEnumerable<AlertingRule> Of(SloSeries series, ServiceIdentity service, Operation operation, Objective objective, ExportOptions options)
    {
        var text = new AlertText(service, operation, objective, AlertPeople.Of(operation, DashboardLinks.Url(service.Name, options)));
        foreach (var alert in BurnRatePolicy.Alerts(objective, operation.Level.WindowDays))
            yield return Burn(series, alert, text);

        yield return Exhausted(series, text);
        yield return LowTraffic(series, BurnRatePolicy.LowTraffic(objective, operation.Level.WindowDays), text);
        yield return Absent(series, text);
    }

    private static AlertingRule Burn(SloSeries series, BurnRateAlert alert, AlertText text)
    {
        var threshold = PromQl.Number(alert.Threshold(text.Objective));
        return new(
            AlertNames.Burn,
            AlertConditions.Burn(
                series, alert.LongWindow, $"{series.Recorded(SeriesNames.ErrorRatio(alert.LongWindow))} > {threshold}",
                $"{series.Recorded(SeriesNames.ErrorRatio(alert.ShortWindow))} > {threshold}"),
            alert.For,
            [
                .. text.Labels(alert.Severity),
                (AlertLabels.LongWindow, PromQl.Duration(alert.LongWindow)), (AlertLabels.ShortWindow, PromQl.Duration(alert.ShortWindow)),
            ],
            text.Annotations($"the error budget burns {AlertText.Speed(alert.Factor)} it may", text.Burn(alert)));
    }

    private static AlertingRule Exhausted(SloSeries series, AlertText text) => new(
        AlertNames.Exhausted,
        AlertConditions.Exhausted(series, $"{series.Recorded(SeriesNames.BudgetRemaining)} <= 0"),
        AlertConditions.ExhaustedFor,
        text.Labels(AlertSeverity.Ticket),
        text.Annotations("the error budget is spent", text.Exhausted));

    private static AlertingRule LowTraffic(SloSeries series, LowTrafficAlert alert, AlertText text) => new(
        AlertNames.LowTraffic,
        AlertConditions.LowTraffic(
            series, alert.Window, $"< {PromQl.Number(alert.FewEvents)}", $"> {PromQl.Number(alert.Threshold)}"),
        LowTrafficAlert.For,
        text.Labels(AlertSeverity.Ticket),
        text.Annotations("too many of the few events are bad", text.LowTraffic(alert)));

    private static AlertingRule Absent(SloSeries series, AlertText text) => new(
        AlertNames.EventsAbsent,
        $"absent({series.Recorded(SeriesNames.EventsTotal)})",
        AlertConditions.AbsentFor,
        text.Labels(AlertSeverity.Ticket),
        text.Annotations("nothing measures the objective", text.Absent));
}
