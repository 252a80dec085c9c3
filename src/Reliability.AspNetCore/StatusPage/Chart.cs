using System.Globalization;
using System.Text;

namespace Reliability.AspNetCore.StatusPage;

/// <summary>The last hour, minute by minute, as a small SVG: bad events as a share of all, so that a minute of few events
/// is as visible as one of many.</summary>
internal static class Chart
{
    private const int Points = 60;
    private const int Height = 32;

    public static string Render(IReadOnlyList<EventCount> recent)
    {
        var bars = new StringBuilder();
        for (var i = 0; i < recent.Count; i++)
        {
            if (recent[i].Total > 0)
                AppendBar(bars, Points - recent.Count + i, recent[i]);
        }

        return $"""<svg viewBox="0 0 {Points} {Height}" preserveAspectRatio="none" role="img" aria-label="share of bad events in the last hour">{bars}</svg>""";
    }

    private static void AppendBar(StringBuilder bars, int x, EventCount events)
    {
        // A single failure among thousands still gets a visible line.
        var bad = events.Bad == 0 ? 0 : Math.Max(2, events.ErrorRatio * Height);
        bars.Append(CultureInfo.InvariantCulture, $"""<rect class="all" x="{x}" y="0" width="0.8" height="{Height}"><title>{events.Bad} bad of {events.Total}</title></rect>""");
        if (bad > 0)
            bars.Append(CultureInfo.InvariantCulture, $"""<rect class="bad" x="{x}" y="{Height - bad:0.##}" width="0.8" height="{bad:0.##}"/>""");
    }
}
