using Reliability.Artifacts.Prometheus;
using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.Alertmanager;

/// <summary>Writes routes, inhibitions and receivers as a configuration that Alertmanager takes as it is, and that is made to be merged
/// into another one.</summary>
internal static class AlertmanagerFile
{
    private const string HowToMerge = """
        # A whole configuration, to be checked by amtool, and made of three parts to be merged into yours:
        #   route.routes    one route for all alerts of SLOs; put it before routes that would catch them
        #   inhibit_rules   append them
        #   receivers       append those that you do not have yet, and configure each: one without a configuration drops what it gets
        # The command for that: docs/operations.md of Reliability.Analyzers.

        """;

    public static string Write(string header, Route route, IEnumerable<Inhibition> inhibitions) => YamlFile.Write(header + HowToMerge, file =>
    {
        file.Mapping("route", root =>
        {
            root.Text("receiver", route.Receiver.Name);
            root.Sequence("routes", [route], (yaml, ours) =>
            {
                Members(yaml, ours);

                // One notification for an outage of a service, however many of its promises it breaks.
                yaml.TextList("group_by", [AlertLabels.Service]);
                yaml.Word("group_wait", "30s");
                yaml.Word("group_interval", "5m");
                Children(yaml, ours);
            });
        });
        file.Sequence("inhibit_rules", inhibitions, (yaml, inhibition) =>
        {
            yaml.Comment(inhibition.Why);
            yaml.TextList("source_matchers", inhibition.Source);
            yaml.TextList("target_matchers", inhibition.Target);
            yaml.TextList("equal", inhibition.Equal);
        });
        file.Sequence("receivers", route.Receivers.OrderBy(receiver => receiver.Name, StringComparer.Ordinal), (yaml, receiver) =>
        {
            yaml.Comment(receiver.Address is { } address ? $"{receiver.What}: {address}" : receiver.What);
            yaml.Text("name", receiver.Name);
        });
    });

    private static void Write(YamlMapping yaml, Route route)
    {
        Members(yaml, route);
        Children(yaml, route);
    }

    private static void Members(YamlMapping yaml, Route route)
    {
        yaml.TextList("matchers", route.Matchers);
        yaml.Text("receiver", route.Receiver.Name);
        if (route.RepeatInterval is { } interval)
            yaml.Word("repeat_interval", interval);
    }

    private static void Children(YamlMapping yaml, Route route)
    {
        if (route.Routes.Count > 0)
            yaml.Sequence("routes", route.Routes, Write);
    }
}
