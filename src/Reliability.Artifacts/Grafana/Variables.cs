using System.Text.Json.Nodes;

namespace Reliability.Artifacts.Grafana;

/// <summary>What people choose above a dashboard: where the data is, and what of it they want to see.</summary>
internal static class Variables
{
    public const string DataSource = "datasource";
    public const string Service = "service";
    public const string Slo = "slo";
    public const string Objective = "objective";

    public static Variable Prometheus => new()
    {
        Name = DataSource, Label = "Prometheus", Type = "datasource", Query = "prometheus", Refresh = 1
    };

    /// <summary>The values of a label, one, some or all. All of them are a pattern and no list, so that it holds also before
    /// Prometheus knows any.</summary>
    public static Variable Label(string name, string label, Scope scope)
    {
        var query = $"label_values({scope.ObjectiveRatio}, {name})";
        return new()
        {
            Name = name,
            Label = label,
            Type = "query",
            Datasource = Grafana.DataSource.Chosen,
            Query = new JsonObject { ["query"] = query, ["refId"] = $"values of {name}" },
            Multi = true,
            IncludeAll = true,
            AllValue = ".*",
            Sort = 1,
            Current = new JsonObject { ["text"] = "All", ["value"] = "$__all", ["selected"] = true },
        };
    }
}
