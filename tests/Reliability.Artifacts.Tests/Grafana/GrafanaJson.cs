using System.Text.Json;

namespace Reliability.Artifacts.Tests.Grafana;

/// <summary>What is in a dashboard.</summary>
internal static class GrafanaJson
{
    /// <summary>All panels, those that are folded into rows as well.</summary>
    public static IEnumerable<JsonElement> Panels(JsonElement dashboard) => dashboard.GetProperty("panels").EnumerateArray()
        .SelectMany(panel => Array(panel, "panels").Prepend(panel));

    /// <summary>The links of the dashboard and of its panels.</summary>
    public static IEnumerable<JsonElement> Links(JsonElement dashboard) => Panels(dashboard).Append(dashboard).SelectMany(place => Array(place, "links"));

    /// <summary>All queries.</summary>
    public static IEnumerable<string> Queries(JsonElement dashboard) =>
        Panels(dashboard).SelectMany(panel => Array(panel, "targets")).Select(target => target.GetProperty("expr").GetString()!);

    /// <summary>A query as Grafana sends it when nothing was chosen, which is to say everything.</summary>
    public static string Everything(string query) => query
        .Replace("$slo", ".*", StringComparison.Ordinal)
        .Replace("$objective", ".*", StringComparison.Ordinal)
        .Replace("$service", ".*", StringComparison.Ordinal);

    public static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        element.TryGetProperty(name, out var array) ? array.EnumerateArray() : [];
}
