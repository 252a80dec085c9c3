using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Rules of Prometheus, in a file or in a resource of the operator.</summary>
internal sealed partial class RuleOutput(ArtifactFile file, Action<string> report, YamlNode groups) : Output(file, report)
{
    private readonly List<YamlNode> _rules = [.. ((YamlSequenceNode)groups).SelectMany(group => group.List("rules"))];

    public override void Define(Definitions definitions)
    {
        foreach (var rule in _rules.Where(rule => rule.Find("record") is not null))
        {
            // What is wrong in an expression is said when it is checked.
            var labels = new QueryCheck(definitions, _ => { }).Labels(rule.Text("expr")!);
            definitions.Record(rule.Text("record")!, Labels(labels, rule, template: false), labels.IsOpen);
        }
    }

    public void DefineAlerts(Definitions definitions)
    {
        foreach (var rule in _rules.Where(rule => rule.Find("alert") is not null))
        {
            var labels = new QueryCheck(definitions, _ => { }).Labels(rule.Text("expr")!);
            definitions.Alerts.Add(new("ALERTS", Labels(labels.With("alertname"), rule, template: true), labels.IsOpen));
        }
    }

    public override void Check(Definitions definitions)
    {
        foreach (var rule in _rules)
        {
            var labels = new QueryCheck(definitions, Report).Labels(rule.Text("expr")!).With(rule.Members("labels").Select(label => label.Key));
            foreach (var (_, text) in rule.Members("annotations").Concat(rule.Find("alert") is null ? [] : rule.Members("labels")))
            {
                foreach (var label in TemplateLabel().Matches(text).Select(match => match.Groups[1].Value).Where(label => !labels.Holds(label)))
                    Report($"{rule.Text("alert")} writes about the label {label}, which {labels} has not");
            }

            foreach (var (_, url) in rule.Members("annotations").Where(annotation => annotation.Key == "dashboard_url"))
                CheckDashboard(definitions, url);
        }
    }

    /// <summary>The labels of what a rule makes: those of its expression, and on top of them its own.</summary>
    private static Dictionary<string, string?> Labels(LabelSet labels, YamlNode rule, bool template)
    {
        var all = labels.Names.ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in rule.Members("labels"))
            all[name] = template ? Expanded(value) : value;

        if (template)
            all["alertname"] = rule.Text("alert");

        return all;
    }

    /// <summary>What a label is when the alert fires; null where that depends on the series.</summary>
    private static string? Expanded(string template)
    {
        var text = template.Replace("""{{"{{"}}""", "\u0001", StringComparison.Ordinal).Replace("""{{"{"}}""", "\u0002", StringComparison.Ordinal);
        return text.Contains("{{", StringComparison.Ordinal)
            ? null
            : text.Replace("\u0001", "{{", StringComparison.Ordinal).Replace("\u0002", "{", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\$labels\.([A-Za-z_0-9]+)")]
    private static partial Regex TemplateLabel();
}
