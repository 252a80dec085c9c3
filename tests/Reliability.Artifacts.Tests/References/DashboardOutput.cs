using System.Text.Json;
using System.Text.RegularExpressions;
using Reliability.Artifacts.Tests.Grafana;

namespace Reliability.Artifacts.Tests.References;

/// <summary>A dashboard of Grafana.</summary>
internal sealed partial class DashboardOutput(ArtifactFile file, Action<string> report) : Output(file, report)
{
    private readonly JsonElement _dashboard = JsonDocument.Parse(file.Content).RootElement;

    public override void Define(Definitions definitions)
    {
        var variables = _dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!);
        if (!definitions.Dashboards.TryAdd(_dashboard.GetProperty("uid").GetString()!, [.. variables]))
            Report("another dashboard has the same address");

        definitions.Tags.UnionWith(_dashboard.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!));
    }

    public override void Check(Definitions definitions)
    {
        var variables = _dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().ToDictionary(variable => variable.GetProperty("name").GetString()!);
        foreach (var variable in Variable().Matches(File.Content).Select(match => match.Groups["name"].Value).Where(name => !variables.ContainsKey(name)))
            Report($"no variable is {variable}");

        foreach (var variable in variables.Values.Where(variable => variable.GetProperty("type").GetString() == "query"))
            CheckVariable(definitions, variable);

        foreach (var panel in GrafanaJson.Panels(_dashboard))
            CheckPanel(definitions, panel);

        foreach (var link in GrafanaJson.Links(_dashboard))
            CheckLink(definitions, link);
    }

    private void CheckVariable(Definitions definitions, JsonElement variable)
    {
        var definition = LabelValues().Match(variable.GetProperty("query").GetProperty("query").GetString()!);
        var labels = Query(definitions, definition.Groups["query"].Value);
        if (!labels.Holds(definition.Groups["label"].Value))
            Report($"a variable lists the values of {definition.Groups["label"].Value}, which {labels} has not");
    }

    private void CheckPanel(Definitions definitions, JsonElement panel)
    {
        var fields = new HashSet<string> { "Time" };
        foreach (var target in GrafanaJson.Array(panel, "targets"))
        {
            var labels = Query(definitions, target.GetProperty("expr").GetString()!);
            fields.UnionWith(labels.Names);
            fields.Add($"Value #{target.GetProperty("refId").GetString()}");
            if (!target.TryGetProperty("legendFormat", out var legend))
                continue;

            fields.Add(legend.GetString()!);
            foreach (var label in Legend().Matches(legend.GetString()!).Select(match => match.Groups[1].Value).Where(label => !labels.Holds(label)))
                Report($"a legend shows the label {label}, which {labels} has not");
        }

        CheckFields(definitions, panel, fields);
    }

    /// <summary>Columns are renamed, ordered, coloured and linked by name.</summary>
    private void CheckFields(Definitions definitions, JsonElement panel, HashSet<string> fields)
    {
        foreach (var options in GrafanaJson.Array(panel, "transformations").Select(transformation => transformation.GetProperty("options")))
        {
            foreach (var map in options.EnumerateObject().Where(map => map.Name is "excludeByName" or "indexByName" or "renameByName"))
            {
                foreach (var field in map.Value.EnumerateObject())
                    Field(field.Name);

                if (map.Name == "renameByName")
                    fields.UnionWith(map.Value.EnumerateObject().Select(name => name.Value.GetString()!));
            }
        }

        if (panel.TryGetProperty("options", out var all))
        {
            foreach (var sort in GrafanaJson.Array(all, "sortBy"))
                Field(sort.GetProperty("displayName").GetString()!);
        }

        if (!panel.TryGetProperty("fieldConfig", out var config))
            return;

        foreach (var one in config.GetProperty("overrides").EnumerateArray())
            Field(one.GetProperty("matcher").GetProperty("options").GetString()!);

        foreach (var field in DataField().Matches(panel.GetRawText()).Select(match => match.Groups[1].Value))
        {
            Field(field);
            foreach (var uid in Uids(panel, field).Where(uid => !definitions.Dashboards.ContainsKey(uid)))
                Report($"no dashboard has the address {uid}");
        }

        void Field(string name)
        {
            if (!fields.Contains(name))
                Report($"the panel {panel.GetProperty("title").GetString()} has no field {name}");
        }
    }

    /// <summary>The values that the queries of a panel write into a label.</summary>
    private static IEnumerable<string> Uids(JsonElement panel, string label) => GrafanaJson.Array(panel, "targets")
        .SelectMany(target => Written().Matches(target.GetProperty("expr").GetString()!))
        .Where(match => match.Groups["label"].Value == label)
        .Select(match => match.Groups["value"].Value);

    private void CheckLink(Definitions definitions, JsonElement link)
    {
        foreach (var tag in GrafanaJson.Array(link, "tags").Select(tag => tag.GetString()!).Where(tag => !definitions.Tags.Contains(tag)))
            Report($"no dashboard has the tag {tag}");

        if (link.TryGetProperty("url", out var url) && url.GetString() is ['/', ..] path && !path.Contains("${__data", StringComparison.Ordinal))
            CheckDashboard(definitions, path);
    }

    /// <summary>The query as Grafana sends it when everything is chosen.</summary>
    private LabelSet Query(Definitions definitions, string expression) =>
        new QueryCheck(definitions, Report).Labels(GrafanaJson.Everything(expression));

    [GeneratedRegex(@"\$(?:\{(?<name>[a-zA-Z][a-zA-Z0-9_]*)|(?<name>[a-zA-Z][a-zA-Z0-9_]*))")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^label_values\((?<query>.*), (?<label>[a-z]+)\)$", RegexOptions.Singleline)]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\{\{([a-z_]+)\}\}")]
    private static partial Regex Legend();

    [GeneratedRegex(@"\$\{__data\.fields\.([a-z_]+)\}")]
    private static partial Regex DataField();

    [GeneratedRegex("""
        label_replace\([^()]*, "(?<label>[a-z]+)", "(?<value>[^"]*)", "", ""\)
        """)]
    private static partial Regex Written();
}
