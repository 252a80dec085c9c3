using System.Text.Json.Nodes;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Grafana;

/// <summary>The kinds of panels that our dashboards are made of.</summary>
internal static class Panels
{
    /// <summary>A number, now.</summary>
    public static Panel Stat(string title, string description, int width, Field look, params (string Query, string? Name)[] values) => new()
    {
        Type = "stat",
        Title = GrafanaText.Title(title),
        Description = description,
        GridPos = OfWidth(width),
        Datasource = DataSource.Chosen,
        Targets = [.. values.Select((value, i) => new Target(RefId(i), value.Query) { LegendFormat = value.Name ?? "", Instant = true, Range = false })],
        Options = new()
        {
            ["graphMode"] = "none",
            ["colorMode"] = "value",
            ["justifyMode"] = "auto",
            ["textMode"] = values.Any(value => value.Name is not null) ? "value_and_name" : "value",
            ["orientation"] = "auto",
            ["wideLayout"] = true,
            ["showPercentChange"] = false,
            ["percentChangeColorMode"] = "standard",
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
        },
        FieldConfig = new(look with { Color = Looks.ColorByThreshold }, []),
    };

    /// <summary>Lines over time.</summary>
    public static Panel Chart(
        string title, string description, Field look, IReadOnlyList<Override> overrides, params (string Query, string Name)[] lines) => new()
    {
        Type = "timeseries",
        Title = GrafanaText.Title(title),
        Description = description,
        Datasource = DataSource.Chosen,
        Targets = [.. lines.Select((line, i) => new Target(RefId(i), line.Query) { LegendFormat = line.Name, Range = true })],
        Options = new() { ["legend"] = Legend(), ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" } },
        FieldConfig = new(look with { Color = Looks.ColorBySeries }, overrides),
    };

    /// <summary>How lines look: gaps stay gaps.</summary>
    /// <param name="softMax">The axis reaches at least so high.</param>
    /// <param name="thresholds">How thresholds are drawn: <c>off</c>, <c>line</c>, <c>line+area</c>.</param>
    public static JsonObject Lines(decimal? softMax = null, string thresholds = "off")
    {
        var lines = new JsonObject
        {
            ["drawStyle"] = "line",
            ["lineInterpolation"] = "linear",
            ["lineWidth"] = 2,
            ["fillOpacity"] = 0,
            ["showPoints"] = "never",
            ["spanNulls"] = false,
            ["axisSoftMin"] = 0,
        };
        if (softMax is { } max)
            lines["axisSoftMax"] = max;

        lines["thresholdsStyle"] = new JsonObject { ["mode"] = thresholds };
        return lines;
    }

    /// <summary>What was the case when.</summary>
    public static Panel Timeline(string title, string description, Field look, params (string Query, string Name)[] lines) => new()
    {
        Type = "state-timeline",
        Title = GrafanaText.Title(title),
        Description = description,
        Datasource = DataSource.Chosen,
        Targets = [.. lines.Select((line, i) => new Target(RefId(i), line.Query) { LegendFormat = line.Name, Range = true })],
        Options = new()
        {
            ["showValue"] = "auto",
            ["rowHeight"] = 0.9,
            ["mergeValues"] = true,
            ["alignValue"] = "left",
            ["legend"] = Legend(show: false),
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["sort"] = "none" },
        },
        FieldConfig = new(
            look with { Color = Looks.ColorByThreshold, Custom = new() { ["fillOpacity"] = 80, ["lineWidth"] = 0 } }, []),
    };

    /// <summary>A table of what several queries say about the same labels, a column each.</summary>
    /// <param name="title">The title.</param>
    /// <param name="description">What it says.</param>
    /// <param name="columns">The columns from left to right.</param>
    /// <param name="sortedBy">The column by which rows are sorted, the largest value first.</param>
    public static Panel Table(string title, string description, IReadOnlyList<Column> columns, string sortedBy)
    {
        var queried = columns.Where(column => column.Query is not null).ToList();
        return new()
        {
            Type = "table",
            Title = GrafanaText.Title(title),
            Description = description,
            Datasource = DataSource.Chosen,
            Targets =
            [
                .. queried.Select((column, i) => new Target(RefId(i), column.Query!) { Format = "table", Instant = true, Range = false }),
            ],
            Transformations =
            [
                new("merge", []),
                new("organize", new()
                {
                    // What queries return besides the columns: their time, and a label that is the same in each row.
                    ["excludeByName"] = Map(new[] { "Time", AlertLabels.Service }.Except(columns.Select(FieldName)), _ => true),
                    ["includeByName"] = new JsonObject(),
                    ["indexByName"] = Map(columns.Select(FieldName), field => columns.ToList().FindIndex(column => FieldName(column) == field)),
                    ["renameByName"] = Map(queried.Select(FieldName), field => queried.First(column => FieldName(column) == field).Name),
                }),
            ],
            Options = new()
            {
                ["showHeader"] = true,
                ["cellHeight"] = "sm",
                ["frameIndex"] = 0,
                ["sortBy"] = new JsonArray(new JsonObject { ["displayName"] = sortedBy, ["desc"] = true }),
            },
            FieldConfig = new(
                new() { NoValue = Looks.NotMeasured, Color = Looks.ColorByThreshold, Thresholds = Looks.None, Custom = new() { ["align"] = "auto", ["inspect"] = false, ["cellOptions"] = new JsonObject { ["type"] = "auto" } } },
                [.. columns.Where(column => column.Look.Count > 0).Select(column => new Override(new("byName", column.Name), column.Look))]),
        };

        string FieldName(Column column) => column.Query is null ? column.Name : $"Value #{RefId(queried.IndexOf(column))}";
    }

    /// <summary>A text in Markdown.</summary>
    public static Panel Text(string title, int width, IEnumerable<string> lines) => new()
    {
        Type = "text",
        Title = GrafanaText.Title(title),
        GridPos = OfWidth(width),
        Options = new() { ["mode"] = "markdown", ["content"] = string.Join("\n", lines) },
    };

    private static JsonObject Legend(bool show = true) => new()
    {
        ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = show, ["calcs"] = new JsonArray(),
    };

    private static JsonObject Map<T>(IEnumerable<string> names, Func<string, T> value) =>
        new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value(name)))));

    private static GridPos OfWidth(int width) => new(0, width, 0, 0);

    private static string RefId(int index) => ((char)('A' + index)).ToString();
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its headline; the label where there is no query.</param>
/// <param name="Query">What its values are; null for a label that the queries have in common.</param>
/// <param name="Look">How its values look.</param>
internal sealed record Column(string Name, string? Query, params IReadOnlyList<Property> Look);
