using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Reliability.Artifacts.Grafana;

/// <summary>A dashboard in Grafana's own model, as far as we use it. Names are those of the format.</summary>
internal sealed record Dashboard
{
    public required string Uid { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public string Timezone { get; } = "browser";
    public bool Editable { get; } = true;

    /// <summary>The cursor shows in all charts at the same time.</summary>
    public int GraphTooltip { get; } = 1;

    /// <summary>The model of Grafana 10.4: older ones read it, newer ones migrate it.</summary>
    public int SchemaVersion { get; } = 39;

    public string Refresh { get; } = "1m";
    public TimeRange Time { get; } = new("now-6h", "now");
    public required Templating Templating { get; init; }
    public Annotations Annotations { get; } = new([]);
    public required IReadOnlyList<Link> Links { get; init; }
    public required IReadOnlyList<Panel> Panels { get; init; }
}

internal sealed record TimeRange(string From, string To);

internal sealed record Annotations(IReadOnlyList<JsonObject> List);

internal sealed record Templating(IReadOnlyList<Variable> List);

/// <summary>What people choose above the dashboard.</summary>
internal sealed record Variable
{
    public required string Name { get; init; }
    public required string Label { get; init; }
    public required string Type { get; init; }
    public DataSource? Datasource { get; init; }
    public required JsonNode Query { get; init; }

    /// <summary>1: asked for when the dashboard is opened. 2: when the time changes as well.</summary>
    public int Refresh { get; init; } = 2;

    public bool? Multi { get; init; }
    public bool? IncludeAll { get; init; }
    public string? AllValue { get; init; }
    public int? Sort { get; init; }
    public JsonObject? Current { get; init; }
}

internal sealed record DataSource(string Type, string Uid)
{
    /// <summary>Whichever Prometheus is chosen above the dashboard.</summary>
    public static readonly DataSource Chosen = new("prometheus", "${datasource}");
}

/// <summary>A link in the head of a dashboard or of a panel.</summary>
internal sealed record Link(string Title, string Type)
{
    public string Icon { get; init; } = "external link";
    public string Tooltip { get; init; } = "";
    public string? Url { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public bool AsDropdown { get; init; }
    public bool TargetBlank { get; init; }
    public bool IncludeVars { get; init; }
    public bool KeepTime { get; init; }
}

/// <summary>A place on a grid that is 24 wide.</summary>
internal sealed record GridPos(int H, int W, int X, int Y);

/// <summary>A panel, or a row that others are folded into.</summary>
internal sealed record Panel
{
    public required string Type { get; init; }
    public int Id { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public GridPos? GridPos { get; init; }
    public DataSource? Datasource { get; init; }

    /// <summary>A time of its own, back from now.</summary>
    public string? TimeFrom { get; init; }

    public IReadOnlyList<Target>? Targets { get; init; }
    public IReadOnlyList<Transformation>? Transformations { get; init; }
    public IReadOnlyList<Link>? Links { get; init; }
    public JsonObject? Options { get; init; }
    public FieldConfig? FieldConfig { get; init; }
    public bool? Collapsed { get; init; }
    public IReadOnlyList<Panel>? Panels { get; init; }
}

/// <summary>A query of Prometheus.</summary>
internal sealed record Target(string RefId, string Expr)
{
    public string? LegendFormat { get; init; }
    public string? Format { get; init; }
    public bool? Instant { get; init; }
    public bool? Range { get; init; }
}

internal sealed record Transformation(string Id, JsonObject Options);

internal sealed record FieldConfig(Field Defaults, IReadOnlyList<Override> Overrides);

/// <summary>How values look.</summary>
internal sealed record Field
{
    public string? Unit { get; init; }
    public int? Decimals { get; init; }
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }
    public string? NoValue { get; init; }
    public IReadOnlyList<JsonObject>? Mappings { get; init; }
    public Thresholds? Thresholds { get; init; }
    public JsonObject? Color { get; init; }
    public JsonObject? Custom { get; init; }
}

internal sealed record Thresholds(IReadOnlyList<Step> Steps)
{
    public string Mode { get; } = "absolute";
}

/// <summary>From a value on, a colour. The first one begins nowhere.</summary>
internal sealed record Step([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Value, string Color);

internal sealed record Override(Matcher Matcher, IReadOnlyList<Property> Properties);

internal sealed record Matcher(string Id, string Options);

internal sealed record Property(string Id, JsonNode? Value);
