using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Writes rules as a file for Prometheus.</summary>
internal static class RuleFileWriter
{
    public static string Write(string header, IEnumerable<RuleGroup> groups) => YamlFile.Write(header, file => Groups(file, groups));

    /// <summary>The member <c>groups</c>, which a rule file and the operator's resource share.</summary>
    public static void Groups(YamlMapping file, IEnumerable<RuleGroup> groups) => file.Sequence("groups", groups, (yaml, group) =>
    {
        yaml.Text("name", group.Name);
        yaml.Sequence("rules", group.Rules, Write);
    });

    private static void Write(YamlMapping yaml, Rule rule)
    {
        switch (rule)
        {
            case RecordingRule record:
                yaml.Word("record", record.Name);
                yaml.Block("expr", rule.Expression);
                yaml.Texts("labels", rule.Labels);
                break;
            case AlertingRule alert:
                yaml.Word("alert", alert.Name);
                yaml.Block("expr", rule.Expression);
                yaml.Word("for", PromQl.Duration(alert.For));
                yaml.Texts("labels", rule.Labels);
                yaml.Texts("annotations", alert.Annotations);
                break;
        }
    }
}
