using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Grafana;

/// <summary>The dashboard of a service, which is where its alerts lead: first what is wrong and how bad it is, then each objective with
/// its alerts as they see it.</summary>
internal static class ServiceDashboard
{
    // More than these are folded: whoever was woken looks for one of them, and Prometheus is asked about one only.
    private const int MostUnfolded = 4;

    // An objective by its labels.
    private const string ObjectiveName = $"{{{{{AlertLabels.Slo}}}}} {{{{{AlertLabels.Objective}}}}}";

    public static Dashboard Of(ServiceManifest manifest)
    {
        var service = manifest.Service.Name;
        var objectives = manifest.Operations.SelectMany(operation => operation.Level.Objectives.Select(objective => (operation, objective))).ToList();
        var layout = new DashboardLayout();
        layout.Headline("Now");
        AtAGlance(layout, manifest, objectives.Count);
        foreach (var (operation, objective) in objectives)
        {
            var title = ObjectivePanels.Title(operation, objective);
            var lines = ObjectivePanels.Of(service, operation, objective);
            if (objectives.Count > MostUnfolded)
            {
                layout.Folded(title, lines);
                continue;
            }

            layout.Headline(title);
            foreach (var (height, panels) in lines)
                layout.Line(height, panels);
        }

        return new()
        {
            Uid = DashboardLinks.Uid(service),
            Title = GrafanaText.Title($"SLO: {service}"),
            Description = $"What the service promises, and what is left of it. {DashboardText.Generated}",
            Tags = [.. new[] { DashboardLinks.Tag, GrafanaText.Tag(service) }.Distinct()],
            Templating = new([
                Variables.Prometheus,
                Variables.Label(Variables.Slo, "SLO", Scope.Of(service)),
                Variables.Label(Variables.Objective, "Objective", Scope.Of(service)),
            ]),
            Links =
            [
                new("All services", "link") { Icon = "dashboard", Url = DashboardLinks.Path(DashboardLinks.Fleet), KeepTime = true },
                DashboardText.OtherDashboards,
            ],
            Panels = layout.Panels,
        };
    }

    private static void AtAGlance(DashboardLayout layout, ServiceManifest manifest, int objectives)
    {
        var (all, chosen) = (Scope.Of(manifest.Service.Name), Scope.ChosenOf(manifest.Service.Name));
        var page = BurnFactors.SmallestPage([manifest]);
        layout.Line(
            4,
            GlancePanels.Firing(all, AlertSeverity.Page, width: 3),
            GlancePanels.Firing(all, AlertSeverity.Ticket, width: 3),
            Panels.Stat(
                "Burn rate, worst SLO", "How many times as fast as allowed the budget is being spent, over the last hour.", 4,
                new() { Unit = Looks.Times, Decimals = 1, NoValue = Looks.NotMeasured, Thresholds = Looks.Burn(page) },
                (all.WorstBurn, ObjectiveName)),
            Panels.Stat(
                "Budget left, worst SLO", "Below 0 the promise is broken.", 4,
                new() { Unit = Looks.Share, Decimals = 1, NoValue = Looks.NotMeasured, Thresholds = Looks.BudgetLeft },
                (all.LeastLeft, ObjectiveName)),
            Panels.Text("About", 10, DashboardText.Service(manifest)));
        layout.Line(
            Math.Clamp(objectives + 4, min: 6, max: 16),
            Panels.Table(
                "Promises, the fastest burning first",
                "A line for each objective. Burn rate: 1 spends exactly the budget of the window. "
                    + "Where nothing is measured it says so; that is not the same as 0.",
                GlancePanels.Columns(chosen, page, chosen.ObjectiveRatio, new Column(AlertLabels.Slo, null), new Column(AlertLabels.Objective, null)),
                sortedBy: GlancePanels.BurnColumn));
        layout.Line(
            8,
            GlancePanels.Timeline(all),
            Panels.Chart(
                "Error budget left", "Of the budget of each objective's own window, at that time. At 0 it is spent.",
                new() { Unit = Looks.Share, Max = 1, Thresholds = Looks.BudgetLeft, Custom = Panels.Lines() }, [],
                (chosen.BudgetLeft, ObjectiveName))
            with { TimeFrom = PromQl.Duration(LongestWindow(manifest)) });
    }

    private static TimeSpan LongestWindow(ServiceManifest manifest) => TimeSpan.FromDays(
        manifest.Operations.Select(operation => operation.Level.WindowDays).DefaultIfEmpty(ServiceLevel.DefaultWindowDays).Max());
}
