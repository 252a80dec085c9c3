using System.Text.Json.Nodes;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>The panels that a service and the fleet have in common: what one sees first.</summary>
internal static class GlancePanels
{
    /// <summary>The column by which tables are sorted.</summary>
    public const string BurnColumn = "burn, 1h";

    private const int PageValue = 2;
    private const int TicketValue = 1;

    /// <summary>How many alerts fire. Both kinds in a panel each: one of them wakes people.</summary>
    public static Panel Firing(Scope scope, AlertSeverity severity, int width) => Panels.Stat(
        severity == AlertSeverity.Page ? "Pages firing" : "Tickets firing",
        severity == AlertSeverity.Page ? "Alerts that wake somebody." : "Alerts that wait for working hours.", width,
        new() { Decimals = 0, NoValue = Looks.NoRules, Thresholds = Looks.OughtToBeZero(ColorOf(severity)) },
        (scope.Firing(severity), null));

    /// <summary>Which alert fired when.</summary>
    /// <param name="scope">The alerts.</param>
    /// <param name="labels">More labels that tell them apart.</param>
    public static Panel Timeline(Scope scope, params IEnumerable<string> labels)
    {
        var name = string.Join(' ', new[] { "alertname", AlertLabels.LongWindow }.Concat(labels).Append(AlertLabels.Slo).Append(AlertLabels.Objective)
            .Select(label => $"{{{{{label}}}}}"));
        return Panels.Timeline(
            "Alerts: since when", "A line for each alert that fired. The last line shows that rules are evaluated at all: where it has a gap, "
                + "nothing could have fired.",
            new()
            {
                Mappings =
                [
                    Looks.Word(PageValue, "page", Looks.Page), Looks.Word(TicketValue, "ticket", Looks.Ticket), Looks.Word(0, "evaluated", Looks.Good),
                ],
                Thresholds = Looks.None,
            },
            (scope.FiringAlerts(AlertSeverity.Page, PageValue), name),
            (scope.FiringAlerts(AlertSeverity.Ticket, TicketValue), name),
            (scope.RulesEvaluated, "rules"));
    }

    /// <summary>The columns about an objective, after those that say which one it is: what burns now, then what is left.</summary>
    public static IReadOnlyList<Column> Columns(Scope scope, decimal? page, string promised, params IEnumerable<Column> identity) =>
    [
        .. identity,
        new("alerts", scope.FiringByObjective, Threshold(Looks.OughtToBeZero(Looks.Page)), Color("color-background"), Width(80)),
        new("burn, 5m", scope.Burn(TimeSpan.FromMinutes(5)), Unit(Looks.Times), Decimals(1), Threshold(Looks.Burn(page)), Color("color-text")),
        new(BurnColumn, scope.Burn(TimeSpan.FromHours(1)), Unit(Looks.Times), Decimals(1), Threshold(Looks.Burn(page)), Color("color-text")),
        new("budget left", scope.BudgetLeft, Unit(Looks.Share), Decimals(1), Threshold(Looks.BudgetLeft), Color("color-text")),
        new("allowed failures left", scope.FailuresLeft, Unit(Looks.Count), Decimals(0)),
        // 99.95 % must not read as 100.
        new("promised", promised, Unit(Looks.Share), Decimals(3)),
    ];

    private static string ColorOf(AlertSeverity severity) => severity == AlertSeverity.Page ? Looks.Page : Looks.Ticket;

    private static Property Unit(string unit) => new("unit", unit);

    private static Property Decimals(int decimals) => new("decimals", decimals);

    private static Property Width(int width) => new("custom.width", width);

    private static Property Threshold(Thresholds thresholds) => new("thresholds", DashboardFile.Node(thresholds));

    private static Property Color(string cell) => new("custom.cellOptions", new JsonObject { ["type"] = cell });
}
