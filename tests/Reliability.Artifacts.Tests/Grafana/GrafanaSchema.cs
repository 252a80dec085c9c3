using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Reliability.Artifacts.Tests.Grafana;

/// <summary>Grafana's own schemas, by which a dashboard is judged without a Grafana (Schemas/README.md).</summary>
internal static class GrafanaSchema
{
    private static readonly Lazy<JsonSchema> s_dashboard = new(() => Load("dashboard", "Dashboard"));

    private static readonly Dictionary<string, (Lazy<JsonSchema> Options, Lazy<JsonSchema>? Custom)> s_panels = new(StringComparer.Ordinal)
    {
        ["stat"] = (new(() => Load("stat", "Options")), null),
        ["text"] = (new(() => Load("text", "Options")), null),
        ["table"] = (new(() => Load("table", "Options")), new(() => Load("table", "TableFieldOptions"))),
        ["timeseries"] = (new(() => Load("timeseries", "Options")), new(() => Load("timeseries", "GraphFieldConfig"))),
        ["state-timeline"] = (new(() => Load("statetimeline", "Options")), new(() => Load("statetimeline", "FieldConfig"))),
    };

    /// <summary>What Grafana would not understand, a line each.</summary>
    public static IReadOnlyList<string> Errors(string json)
    {
        var errors = Errors(s_dashboard.Value, json, "dashboard").ToList();
        if (errors.Count > 0)
            return errors;

        using var dashboard = JsonDocument.Parse(json);
        foreach (var panel in GrafanaJson.Panels(dashboard.RootElement).Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            var type = panel.GetProperty("type").GetString()!;
            var place = $"panel {panel.GetProperty("id").GetInt32()} ({type})";
            if (!s_panels.TryGetValue(type, out var schema))
            {
                errors.Add($"{place}: nobody knows this kind of panel");
                continue;
            }

            errors.AddRange(Errors(schema.Options.Value, panel.GetProperty("options").GetRawText(), place));
            if (panel.TryGetProperty("fieldConfig", out var fields) && fields.GetProperty("defaults").TryGetProperty("custom", out var custom))
                errors.AddRange(schema.Custom is { } known ? Errors(known.Value, custom.GetRawText(), place) : [$"{place}: it has no options of fields"]);
        }

        return errors;
    }

    private static IEnumerable<string> Errors(JsonSchema schema, string json, string place) =>
        schema.Validate(json).SelectMany(Innermost).Select(error => $"{place}: {error.Path} {error.Kind}").Distinct();

    /// <summary>Where something may have several forms, the reasons why it has none of them.</summary>
    private static IEnumerable<ValidationError> Innermost(ValidationError error) => error is ChildSchemaValidationError child
        ? child.Errors.Values.SelectMany(errors => errors).SelectMany(Innermost).Prepend(error)
        : [error];

    /// <summary>One of the definitions, put at the root: the library does not follow a reference that is all of a schema.</summary>
    private static JsonSchema Load(string file, string definition)
    {
        using var stream = typeof(GrafanaSchema).Assembly.GetManifestResourceStream($"Grafana.{file}.jsonschema.json")!;
        var schema = JsonNode.Parse(stream)!;
        var root = schema["definitions"]![definition]!.DeepClone().AsObject();
        root["definitions"] = schema["definitions"]!.DeepClone();
        Correct(root);
        return JsonSchema.FromJsonAsync(root.ToJsonString()).GetAwaiter().GetResult();
    }

    /// <summary>What may be anything is published as an object of anything, and what has one form or another as exactly one form,
    /// which Grafana's own dashboards do not keep: the name in a matcher is a string, and a cell without options is of any kind.</summary>
    private static void Correct(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Correct(item);
        }

        if (node is not JsonObject members)
            return;

        if (members["oneOf"] is { } forms)
        {
            members.Remove("oneOf");
            members["anyOf"] = forms;
        }

        if (members["type"] is JsonValue type && type.GetValue<string>() == "object" && members["additionalProperties"] is JsonObject { Count: 0 })
        {
            members.Remove("type");
            members.Remove("additionalProperties");
        }

        foreach (var (_, member) in members)
            Correct(member);
    }
}
