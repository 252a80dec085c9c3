namespace Reliability.Artifacts.Prometheus;

/// <summary>The names of the series that our rules record, each with the labels <c>service</c>, <c>slo</c> and <c>objective</c>. The only
/// place that spells them: alerts and dashboards ask here.</summary>
internal static class SeriesNames
{
    /// <summary>All events a second.</summary>
    public const string EventsTotal = "slo:events_total:rate5m";

    /// <summary>Bad events a second.</summary>
    public const string EventsBad = "slo:events_bad:rate5m";

    /// <summary>All events of the last hour.</summary>
    public const string HourTotal = "slo:events_total:count1h";

    /// <summary>Bad events of the last hour.</summary>
    public const string HourBad = "slo:events_bad:count1h";

    /// <summary>All events since the hour struck.</summary>
    public const string ThisHourTotal = "slo:events_total:count_this_hour";

    /// <summary>Bad events since the hour struck.</summary>
    public const string ThisHourBad = "slo:events_bad:count_this_hour";

    /// <summary>All events of the objective's own window.</summary>
    public const string WindowTotal = "slo:events_total:count_window";

    /// <summary>Bad events of the objective's own window.</summary>
    public const string WindowBad = "slo:events_bad:count_window";

    /// <summary>The share of bad events over the objective's own window.</summary>
    public const string WindowErrorRatio = "slo:error_ratio:ratio_window";

    /// <summary>The target, 0 to 1.</summary>
    public const string ObjectiveRatio = "slo:objective:ratio";

    /// <summary>Always 1: owner, tier and window of an objective. Of a fleet only; the rules of a service know these.</summary>
    public const string ObjectiveInfo = "slo:objective:info";

    /// <summary>The share of bad events above which an alert fires, by its windows. Of a fleet only.</summary>
    public const string BurnThreshold = "slo:burn_rate:threshold";

    /// <summary>What is left of the budget of the whole window: 1 untouched, 0 spent, below overspent.</summary>
    public const string BudgetRemaining = "slo:error_budget:remaining_ratio";

    /// <summary>The share of bad events over one of the windows that alerts look at.</summary>
    public static string ErrorRatio(TimeSpan window) => "slo:error_ratio:ratio_rate" + PromQl.Duration(window);
}
