using System.Text.Json.Nodes;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>The dashboard of all services: who is in trouble, the worst first, and from there to the service's own.</summary>
internal static class FleetDashboard
{
    /// <summary>The label that leads from a line to a dashboard. A dashboard's address is derived from the service's name, which Grafana
    /// cannot do: the export knows both, and the query says so.</summary>
    public const string DashboardLabel = "dashboard";

    public static Dashboard Of(IReadOnlyList<ServiceManifest> services)
    {
        var scope = Scope.ChosenServices;
        var page = BurnFactors.SmallestPage(services);
        var layout = new DashboardLayout();
        layout.Line(
            4,
            GlancePanels.Firing(scope, AlertSeverity.Page, width: 5),
            GlancePanels.Firing(scope, AlertSeverity.Ticket, width: 5),
            Panels.Stat(
                "Promises broken", "Objectives whose budget is overspent.", 5,
                new() { Decimals = 0, NoValue = Looks.NotMeasured, Thresholds = Looks.OughtToBeZero(Looks.Page) }, (scope.Overspent, null)),
            Panels.Stat(
                "Promises not measured", "Objectives with rules and without a single series of events: whether they are kept, nobody knows.", 5,
                new() { Decimals = 0, NoValue = Looks.NoRules, Thresholds = Looks.OughtToBeZero(Looks.Ticket) }, (scope.NotMeasured, null)),
            Panels.Stat(
                "Promises", "Objectives for which rules are evaluated.", 4,
                new() { Decimals = 0, NoValue = Looks.NoRules, Thresholds = Looks.None }, ($"count({scope.ObjectiveRatio})", null)));
        layout.Line(
            16,
            Panels.Table(
                "Promises of all services, the fastest burning first",
                "A click on a service leads to its dashboard. Burn rate: 1 spends exactly the budget of the window. Where nothing is measured it "
                    + "says so; that is not the same as 0.",
                GlancePanels.Columns(
                    scope, page, WithDashboard(scope, services),
                    new Column(AlertLabels.Service, null, ToDashboard),
                    new Column(AlertLabels.Slo, null),
                    new Column(AlertLabels.Objective, null),
                    new Column(DashboardLabel, null, Hidden)),
                sortedBy: GlancePanels.BurnColumn));
        layout.Line(10, GlancePanels.Timeline(scope, AlertLabels.Service));
        return new()
        {
            Uid = DashboardLinks.Fleet,
            Title = "SLO: all services",
            Description = $"What all services promise, and what is left of it. {DashboardText.Generated}",
            Tags = [DashboardLinks.Tag],
            Templating = new([Variables.Prometheus, Variables.Label(Variables.Service, "Service", new Scope(""))]),
            Links = [DashboardText.OtherDashboards],
            Panels = layout.Panels,
        };
    }

    /// <summary>Each promise with the address of its service's dashboard. What other exports brought is there as well and leads
    /// back here, to that service only.</summary>
    private static string WithDashboard(Scope scope, IReadOnlyList<ServiceManifest> services)
    {
        var known = services.Select(service => service.Service.Name).Distinct()
            .Select(name => Labelled(Scope.Of(name).And(scope), DashboardLinks.Uid(name)));
        return string.Join($"\nor on ({Scope.Identity}) ", known.Append(Labelled(scope, DashboardLinks.Fleet)));
    }

    private static string Labelled(Scope scope, string dashboard) =>
        $"label_replace({scope.ObjectiveRatio}, \"{DashboardLabel}\", \"{dashboard}\", \"\", \"\")";

    // The first is for Grafana up to 12, the second for later ones; each leaves the other alone.
    private static Property[] Hidden =>
    [
        new("custom.hidden", true), new("custom.hideFrom", new JsonObject { ["legend"] = true, ["tooltip"] = true, ["viz"] = true }),
    ];

    private static Property ToDashboard => new("links", new JsonArray(new JsonObject
    {
        ["title"] = "Dashboard of the service",
        ["url"] = DashboardLinks.Path("${__data.fields." + DashboardLabel + "}") + "?var-" + Variables.Service + "=${__value.raw:percentencode}&${__url_time_range}",
    }));
}
