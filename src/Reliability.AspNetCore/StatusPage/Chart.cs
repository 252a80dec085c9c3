using System.Globalization;
using System.Text;
using Reliability.Model;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The last hour as a small SVG: how fast the budget burned in each half minute. A burn rate and not a share of
/// events, because one failure in a hundred is nothing to one promise and an outage to another.</summary>
internal static class Chart
{
    private const int Height = 32;

    // Above the fastest alert (14.4×) there is nothing left to tell apart.
    private const double TopBurnRate = 16;

    private static readonly int s_points = (int)(TimeSpan.FromHours(1) / ErrorBudgets.PointLength);

    public static string Render(ObjectiveStatus status)
    {
        var bars = new StringBuilder();
        for (var i = 0; i < status.Recent.Count; i++)
        {
            if (status.Recent[i].Total > 0)
                AppendBar(bars, s_points - status.Recent.Count + i, status.Recent[i], status.Objective);
        }

        return $"""<svg viewBox="0 0 {s_points} {Height}" preserveAspectRatio="none" role="img" aria-label="burn rate in the last hour">{bars}</svg>""";
    }

    private static void AppendBar(StringBuilder bars, int x, EventCount events, Objective objective)
    {
        var burnRate = (double)new ErrorBudget(objective, events.Good, events.Bad).BurnRate;

        // A single failure among thousands still gets a visible line.
        var height = events.Bad == 0 ? 0 : Math.Clamp(burnRate / TopBurnRate * Height, 2, Height);
        bars.Append(CultureInfo.InvariantCulture, $"""<rect class="all" x="{x}" y="0" width="0.8" height="{Height}"><title>{events.Bad} bad of {events.Total}, {burnRate:0.0}×</title></rect>""");
        if (height > 0)
            bars.Append(CultureInfo.InvariantCulture, $"""<rect class="{(burnRate > 1 ? "bad" : "some")}" x="{x}" y="{Height - height:0.##}" width="0.8" height="{height:0.##}"/>""");
    }
}
