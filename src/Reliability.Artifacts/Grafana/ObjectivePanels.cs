using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>The panels of one objective: its numbers, then what each of its alerts sees, then its history.</summary>
internal static class ObjectivePanels
{
    public static string Title(Operation operation, Objective objective) =>
        $"{operation.Name}: {objective.Promise}, {Words.Count(operation.Level.WindowDays, "day")}";

    public static IReadOnlyList<(int Height, Panel[] Panels)> Of(string service, Operation operation, Objective objective)
    {
        var scope = Scope.Of(service, operation.Name, objective.Name);
        var window = TimeSpan.FromDays(operation.Level.WindowDays);
        var alerts = BurnRatePolicy.Alerts(objective, operation.Level.WindowDays);
        return
        [
            (5, [.. Numbers(scope, operation, window, BurnFactors.SmallestPage(objective, operation.Level.WindowDays)),
                Panels.Text("About", 8, DashboardText.Objective(operation, objective))]),
            (7, [.. alerts.Select(alert => Pair(scope, objective, alert, operation.Level.WindowDays))]),
            (7, [BudgetOverTime(scope, window), Events(scope)]),
        ];
    }

    private static IEnumerable<Panel> Numbers(Scope scope, Operation operation, TimeSpan window, decimal? page)
    {
        var runbook = DashboardText.RunbookLinks(operation);
        var days = Words.Count(window.Days, "day");
        yield return Panels.Stat(
            "Budget left", "Of the whole window's budget. Below 0 the promise is broken.", 3,
            new() { Unit = Looks.Share, Decimals = 1, NoValue = Looks.NotMeasured, Thresholds = Looks.BudgetLeft },
            (scope.BudgetLeft, null)) with { Links = runbook };
        yield return Panels.Stat(
            "Failures", $"How many events of the last {days} may be bad, and how many more may be. Negative: too many were.", 6,
            new() { Unit = Looks.Count, Decimals = 0, NoValue = Looks.NotMeasured, Thresholds = new([new(null, Looks.Page), new(0m, Looks.Plain)]) },
            (scope.FailuresLeft, "left"), (scope.FailuresAllowed, $"allowed in {days}"));
        yield return Panels.Stat(
            "Burn rate, 1h", "How many times as fast as allowed the budget is being spent: 1 spends exactly all of it over the window.", 3,
            new() { Unit = Looks.Times, Decimals = 1, NoValue = Looks.NotMeasured, Thresholds = Looks.Burn(page) },
            (scope.Burn(TimeSpan.FromHours(1)), null)) with { Links = runbook };
        yield return Panels.Stat(
            "Budget gone in", "If it goes on like the last hour.", 4,
            new()
            {
                Unit = Looks.Seconds,
                Decimals = 1,
                NoValue = Looks.NotMeasured,
                Mappings = [Looks.Word(-1, "never, at this rate", Looks.Good), Looks.Word(0, "gone already", Looks.Page)],
                Thresholds = new([new(null, Looks.Page), new((decimal)TimeSpan.FromDays(3).TotalSeconds, Looks.Ticket)]),
            },
            (scope.GoneIn(window), null));
    }

    /// <summary>An alert as it sees the world: it fires while both lines are in the coloured area.</summary>
    private static Panel Pair(Scope scope, Objective objective, BurnRateAlert alert, int windowDays)
    {
        var threshold = alert.Threshold(objective);
        var percent = Words.Roughly(threshold * 100m);
        var (longName, shortName) = (PromQl.Duration(alert.LongWindow), PromQl.Duration(alert.ShortWindow));
        var (kind, color) = alert.Severity == AlertSeverity.Page ? ("Page", Looks.Page) : ("Ticket", Looks.Ticket);
        return Panels.Chart(
            $"{kind}: {longName} and {shortName} both above {percent} %",
            $"Share of bad events over {Words.Duration(alert.LongWindow)} and over {Words.Duration(alert.ShortWindow)}. While both are above {percent} %, "
                + $"a burn rate of {Words.Roughly(alert.Factor)}, for {Words.Duration(alert.For)}, and more than one event was bad, the alert fires: "
                + $"a budget meant for {Words.Count(windowDays, "day")} would be gone after {DashboardText.Lasts(alert, windowDays)}.",
            new()
            {
                Unit = Looks.Share,
                Min = 0,
                Thresholds = new([new(null, Looks.Nothing), new(threshold, color)]),
                Custom = Panels.Lines(softMax: Math.Min(1m, threshold * 1.5m), thresholds: "line+area"),
            },
            [Colored(longName, "blue"), Colored(shortName, "purple")],
            (scope.ErrorRatio(alert.LongWindow), longName),
            (scope.ErrorRatio(alert.ShortWindow), shortName));
    }

    private static Panel BudgetOverTime(Scope scope, TimeSpan window) => Panels.Chart(
        "Error budget left", "Of the budget of the window that ended then. At 0 it is spent.",
        new()
        {
            Unit = Looks.Share,
            Max = 1,
            Thresholds = new([new(null, Looks.Page), new(0m, Looks.Nothing)]),
            Custom = Panels.Lines(thresholds: "line+area"),
        },
        [Colored("budget left", "blue")],
        (scope.BudgetLeft, "budget left")) with { TimeFrom = PromQl.Duration(window) };

    private static Panel Events(Scope scope) => Panels.Chart(
        "Events", "What is counted. A gap means that nothing was counted at all; a service with nothing to do has a line at 0.",
        new() { Unit = Looks.EventsPerSecond, Min = 0, Thresholds = Looks.None, Custom = Panels.Lines() },
        [Colored("all", "blue"), Colored("bad", Looks.Page)],
        (scope.EventsTotal, "all"), (scope.EventsBad, "bad"));

    private static Override Colored(string name, string color) => new(new("byName", name), [new("color", Looks.FixedColor(color))]);
}
