using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Explanations;

/// <summary>What one objective means, in words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Promise">What is promised.</param>
/// <param name="Budget">How much may go wrong, in events and in time.</param>
/// <param name="Alerts">What tells people that it is being broken.</param>
/// <param name="Times">When people hear of it, for some shares of bad events.</param>
/// <param name="Queries">What Prometheus is asked, where a metric of somebody else is the indicator; otherwise empty.</param>
/// <param name="LowTraffic">What changes because hardly anything happens; null when nobody said how much does.</param>
public sealed record ObjectiveExplanation(
    string Name, string Promise, string Budget, IReadOnlyList<AlertExplanation> Alerts, IReadOnlyList<(string When, string Then)> Times,
    IReadOnlyList<(string What, string Query)> Queries, string? LowTraffic)
{
    private static readonly decimal[] s_shares = [1m, 0.1m, 0.01m];

    internal static ObjectiveExplanation Of(ServiceManifest service, Operation operation, Objective objective, ExportOptions options)
    {
        var level = operation.Level;
        return new(
            objective.Name,
            $"{objective.Promise}, over any {Words.Count(level.WindowDays, "day")}.",
            BudgetOf(objective, level),
            [.. BurnRatePolicy.Alerts(objective, level.WindowDays).Select(alert => AlertExplanation.Of(alert, objective, level.WindowDays))],
            [.. s_shares.Select(share => ($"{Words.Roughly(share * 100m)} % of events are bad", Reaction(objective, level, share)))],
            operation.Metric is null ? [] : [.. QueriesOf(SloSeries.Of(service.Service, operation, objective, new MetricNames(options.Naming)).Indicator)],
            level.EventsPerHour is { } traffic ? LowTrafficOf(objective, level.WindowDays, traffic) : null);
    }

    /// <summary>How much may go wrong, in events and in time.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="level">Its window and traffic.</param>
    public static string BudgetOf(Objective objective, ServiceLevel level)
    {
        const decimal Million = 1_000_000m;
        var days = Words.Count(level.WindowDays, "day");
        var events = level.EventsPerHour is { } traffic
            ? $"{Words.Events(traffic)} events an hour are {Words.Events(traffic * 24 * level.WindowDays)} in {days}, of which {MayBeBad(objective, traffic * 24 * level.WindowDays)}"
            : $"Of a million events in {days} {MayBeBad(objective, Million)}";
        return $"{events}. A complete outage of {Words.Exactly(objective.BudgetTime(level.WindowDays))} spends all of it.";
    }

    /// <summary>When people hear of it: <c>never pages; a ticket after 4 hours 40 minutes</c>.</summary>
    /// <param name="objective">The promise.</param>
    /// <param name="level">Its window and traffic.</param>
    /// <param name="errorRatio">The share of events that are bad, 0 to 1.</param>
    public static string Reaction(Objective objective, ServiceLevel level, decimal errorRatio)
    {
        if (errorRatio <= objective.BudgetRatio)
            return "nobody is told: so much is allowed";

        var page = BurnRatePolicy.TimeToFire(objective, level.WindowDays, errorRatio, level.EventsPerHour);
        var ticket = Earliest(
            BurnRatePolicy.TimeToFire(objective, level.WindowDays, errorRatio, level.EventsPerHour, AlertSeverity.Ticket),
            level.EventsPerHour is { } traffic ? BurnRatePolicy.LowTraffic(objective, level.WindowDays).TimeToFire(errorRatio, traffic) : null);
        return (page, ticket) switch
        {
            ({ } after, { } later) => $"a page after {Words.Exactly(after)}; a ticket after {Words.Exactly(later)}",
            ({ } after, null) => $"a page after {Words.Exactly(after)}; never a ticket",
            (null, { } later) => $"never pages; a ticket after {Words.Exactly(later)}",
            _ => "nobody is told before the budget is gone: there are too few events",
        };
    }

    private static TimeSpan? Earliest(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private static IEnumerable<(string What, string Query)> QueriesOf(Indicator indicator)
    {
        yield return ("All events a second", OneLine(indicator.TotalRate(BurnRatePolicy.RateWindow)));
        yield return ("Bad events a second", OneLine(indicator.BadRate(BurnRatePolicy.RateWindow)));
    }

    private static string OneLine(string query) => query.Replace('\n', ' ');

    private static string MayBeBad(Objective objective, decimal events) => objective.BudgetEvents(events) is > 0m and var bad
        ? $"{Words.Events(bad)} may be bad"
        : "not one may be bad";

    private static string LowTrafficOf(Objective objective, int windowDays, decimal eventsPerHour)
    {
        var alert = BurnRatePolicy.LowTraffic(objective, windowDays);
        var window = Words.Duration(alert.Window);
        var events = eventsPerHour * (decimal)alert.Window.TotalHours;
        var alone = $"One bad event is {Words.Roughly(Math.Min(100m, 100m / eventsPerHour))} % of an hour; no alert looks at fewer than two.";
        return events < alert.FewEvents
            ? $"{alone} {Words.Events(events)} events in {window} are few; {Words.Events(alert.FewEvents)} would be enough for ratios. So a ticket is opened as well "
                + $"when more than two of them are bad and more than {Words.Roughly(alert.Threshold * 100m)} %, for {Words.Duration(LowTrafficAlert.For)}."
            : alone;
    }
}
