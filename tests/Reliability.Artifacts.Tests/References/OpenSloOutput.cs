using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Promises in OpenSLO: objects that name each other, and queries.</summary>
internal sealed class OpenSloOutput(ArtifactFile file, Action<string> report, IReadOnlyList<YamlNode> documents) : Output(file, report)
{
    private static readonly (string Member, string Kind)[] s_references =
    [
        ("service", "Service"), ("indicatorRef", "SLI"), ("alertPolicyRef", "AlertPolicy"), ("conditionRef", "AlertCondition"),
        ("targetRef", "AlertNotificationTarget"), ("metricSourceRef", "DataSource"),
    ];

    public override void Check(Definitions definitions)
    {
        var names = documents.Select(document => (document.Text("kind"), document.Find("metadata")?.Text("name"))).ToHashSet();
        if (names.Count != documents.Count)
            Report("two objects have the same kind and name");

        foreach (var node in documents.SelectMany(document => document.Find("spec")!.All()))
        {
            foreach (var (member, kind) in s_references)
            {
                if (node.Find(member) is YamlScalarNode { Value: { } name } && !names.Contains((kind, name)))
                    Report($"no {kind} is {name}");
            }

            if (node.Find("query") is YamlScalarNode { Value: { } query })
                new QueryCheck(definitions, Report).Labels(query);
        }
    }
}

/// <summary>Promises for sloth: queries over a window that sloth chooses.</summary>
internal sealed class SlothOutput(ArtifactFile file, Action<string> report, YamlNode yaml) : Output(file, report)
{
    public override void Check(Definitions definitions)
    {
        foreach (var slo in yaml.List("slos"))
        {
            var events = slo.Find("sli")?.Find("events");
            foreach (var query in new[] { "error_query", "total_query" })
                new QueryCheck(definitions, Report).Labels(events!.Text(query)!.Replace("{{.window}}", "5m", StringComparison.Ordinal));
        }
    }
}
