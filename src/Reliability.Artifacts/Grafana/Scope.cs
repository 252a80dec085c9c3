using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>The queries of dashboards about some of the recorded series: those of an objective, of a service, of what is chosen above a
/// dashboard. Every query reads what our rules record and the alerts that they define, nothing else.</summary>
/// <param name="Matchers">What the labels of the series must be, in PromQL.</param>
internal sealed record Scope(string Matchers)
{
    /// <summary>The labels that tell objectives apart.</summary>
    public const string Identity = $"{AlertLabels.Service}, {AlertLabels.Slo}, {AlertLabels.Objective}";

    /// <summary>The objectives that a service's dashboard shows: all of them until somebody chooses.</summary>
    public static Scope ChosenOf(string service) =>
        new($"""{Of(service).Matchers},{AlertLabels.Slo}=~"${Variables.Slo}",{AlertLabels.Objective}=~"${Variables.Objective}" """.TrimEnd());

    /// <summary>The services that the fleet's dashboard shows: all of them until somebody chooses.</summary>
    public static Scope ChosenServices { get; } = new($"{AlertLabels.Service}=~\"${Variables.Service}\"");

    /// <summary>Everything about a service.</summary>
    public static Scope Of(string service) => With((AlertLabels.Service, service));

    /// <summary>One objective.</summary>
    public static Scope Of(string service, string slo, string objective) =>
        With((AlertLabels.Service, service), (AlertLabels.Slo, slo), (AlertLabels.Objective, objective));

    /// <summary>What both are about.</summary>
    public Scope And(Scope other) => new($"{Matchers},{other.Matchers}");

    public string ObjectiveRatio => Series(SeriesNames.ObjectiveRatio);

    public string BudgetLeft => Series(SeriesNames.BudgetRemaining);

    public string EventsTotal => Series(SeriesNames.EventsTotal);

    public string EventsBad => Series(SeriesNames.EventsBad);

    /// <summary>How many times as fast as allowed events go wrong.</summary>
    public string Burn(TimeSpan window) => $"{ErrorRatio(window)} / (1 - {ObjectiveRatio})";

    /// <summary>The share of bad events.</summary>
    public string ErrorRatio(TimeSpan window) => Series(SeriesNames.ErrorRatio(window));

    /// <summary>How many events of the window may be bad. Counts of Prometheus are fractions; what is added undoes the error of
    /// subtracting from 1, and no more.</summary>
    public string FailuresAllowed => $"floor((1 - {ObjectiveRatio}) * round({Series(SeriesNames.WindowTotal)}) + 0.000001)";

    /// <summary>How many more of them may be bad; negative when too many were.</summary>
    public string FailuresLeft => $"{FailuresAllowed} - round({Series(SeriesNames.WindowBad)})";

    /// <summary>The seconds until the budget is gone when it goes on like the last hour: 0 when it is gone already, -1 when it never
    /// will be, and nothing when nothing is measured.</summary>
    public string GoneIn(TimeSpan window) =>
        $"""
        ({BudgetLeft} > 0) * {PromQl.Number((decimal)window.TotalSeconds)} / ({Burn(TimeSpan.FromHours(1))} > 1)
        or 0 * ({BudgetLeft} <= 0)
        or 0 * ({BudgetLeft} and {Burn(TimeSpan.FromHours(1))}) - 1
        """;

    /// <summary>How many alerts fire; nothing, instead of 0, where no rule is evaluated.</summary>
    public string Firing(AlertSeverity severity) => $"count({Alerts(severity)}) or 0 * count({ObjectiveRatio})";

    /// <summary>How many alerts of each objective fire.</summary>
    public string FiringByObjective => $"count by ({Identity}) ({And(new($"{AlertLabels.Slo}!=\"\"")).Alerts()}) or 0 * {ObjectiveRatio}";

    /// <summary>A line for each alert that fires; <paramref name="value"/> stands for the severity.</summary>
    public string FiringAlerts(AlertSeverity severity, int value) =>
        $"{value} * max by (alertname, {Identity}, {AlertLabels.LongWindow}) ({Alerts(severity)})";

    /// <summary>0 as long as rules are evaluated.</summary>
    public string RulesEvaluated => $"0 * count({ObjectiveRatio})";

    /// <summary>How many promises nothing is known about.</summary>
    public string NotMeasured => $"count({ObjectiveRatio} unless {ErrorRatio(TimeSpan.FromHours(1))}) or 0 * count({ObjectiveRatio})";

    /// <summary>The objective that burns the fastest, by name.</summary>
    public string WorstBurn => $"topk(1, {Burn(TimeSpan.FromHours(1))})";

    /// <summary>The objective that has the least left, by name.</summary>
    public string LeastLeft => $"bottomk(1, {BudgetLeft})";

    /// <summary>How many promises are broken as things stand.</summary>
    public string Overspent => $"count({BudgetLeft} < 0) or 0 * count({BudgetLeft})";

    /// <summary>Our alerts that fire, pages, tickets or both.</summary>
    private string Alerts(AlertSeverity? severity = null)
    {
        var matchers = severity is { } one ? $"{Matchers},{AlertLabels.Severity}=\"{one.Name()}\"" : Matchers;
        return $"ALERTS{{alertstate=\"firing\",alertname=~\"{string.Join('|', AlertNames.All)}\",{matchers}}}";
    }

    private string Series(string name) => $"{name}{{{Matchers}}}";

    private static Scope With(params IEnumerable<(string, string)> labels) => new(GrafanaText.Query(PromQl.Select("", labels))[1..^1]);
}
