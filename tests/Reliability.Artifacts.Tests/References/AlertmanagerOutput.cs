using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Routes, inhibitions and receivers.</summary>
internal sealed class AlertmanagerOutput(ArtifactFile file, Action<string> report, YamlNode yaml) : Output(file, report)
{
    public override void Define(Definitions definitions) =>
        definitions.Receivers.UnionWith(yaml.List("receivers").Select(receiver => receiver.Text("name")!));

    public override void Check(Definitions definitions)
    {
        var receivers = definitions.Receivers;
        var used = new HashSet<string>();
        Route(yaml.Find("route")!, definitions.Alerts, definitions, receivers, used);
        foreach (var unused in receivers.Except(used))
            Report($"nothing is sent to the receiver {unused}");

        foreach (var inhibition in yaml.List("inhibit_rules"))
            Inhibition(inhibition, definitions);
    }

    private void Route(YamlNode route, IReadOnlyList<Series> alerts, Definitions definitions, HashSet<string> receivers, HashSet<string> used)
    {
        var receiver = route.Text("receiver")!;
        used.Add(receiver);
        if (!receivers.Contains(receiver))
            Report($"no receiver is {receiver}");

        var routed = Matching(route.Texts("matchers"), alerts, definitions);
        foreach (var label in route.Texts("group_by").Where(label => !routed.Any(alert => alert.Labels.ContainsKey(label))))
            Report($"no alert of {receiver} has the label {label} to be grouped by");

        foreach (var child in route.List("routes"))
            Route(child, routed, definitions, receivers, used);
    }

    private void Inhibition(YamlNode inhibition, Definitions definitions)
    {
        var sides = Side("source_matchers").Concat(Side("target_matchers"));

        // A label that both lack is equal: the inhibition would silence what has nothing to do with it.
        foreach (var label in inhibition.Texts("equal").Where(label => !sides.All(alert => alert.Labels.ContainsKey(label))))
            Report($"an inhibition compares the label {label}, which not all of its alerts have");

        List<Series> Side(string side) => Matching(inhibition.Texts(side), definitions.Alerts, definitions);
    }

    /// <summary>The alerts that have all labels; a matcher that no alert ever meets is reported.</summary>
    private List<Series> Matching(IEnumerable<string> matchers, IReadOnlyList<Series> alerts, Definitions definitions)
    {
        var matching = alerts.ToList();
        foreach (var matcher in matchers)
        {
            var (label, comparison, value) = AlertMatcher.Parse(matcher);
            foreach (var part in comparison == "=~" ? value.Split('|') : [value])
            {
                if (!Candidates().Any(alert => alert.Labels.ContainsKey(label) && alert.Has(label, "=", part)))
                    Report($"no alert has {label}=\"{part}\"");
            }

            // An owner whose alerts are all tickets has a route for pages nevertheless: tomorrow one of them may page.
            IEnumerable<Series> Candidates() => label == "severity" ? definitions.Alerts : matching;

            if (label != "severity")
                matching = [.. matching.Where(alert => alert.Labels.ContainsKey(label) && alert.Has(label, comparison, value))];
        }

        return matching;
    }
}

/// <summary>A matcher of Alertmanager.</summary>
internal static class AlertMatcher
{
    public static (string Label, string Comparison, string Value) Parse(string matcher)
    {
        var comparison = matcher.Contains("=~\"", StringComparison.Ordinal) && matcher.IndexOf('=') == matcher.IndexOf("=~", StringComparison.Ordinal) ? "=~" : "=";
        var at = matcher.IndexOf(comparison, StringComparison.Ordinal);
        var quoted = matcher[(at + comparison.Length)..];
        Assert.True(quoted is ['"', .., '"'], matcher);
        return (matcher[..at], comparison, new PromQlToken(PromQlToken.String, quoted).Unquoted());
    }
}

/// <summary>What amtool shall say of routes.</summary>
internal sealed class RouteTestOutput(ArtifactFile file, Action<string> report) : Output(file, report)
{
    private const string Receiver = "--verify.receivers=";

    public override void Check(Definitions definitions)
    {
        foreach (var line in File.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = ShellWords.Split(line);
            var receiver = words[0].StartsWith(Receiver, StringComparison.Ordinal) ? words[0][Receiver.Length..] : words[0];
            if (!definitions.Receivers.Contains(receiver))
                Report($"no receiver is {receiver}");

            // A service's alert of absence is a page or a ticket; both ways are tested.
            var labels = words.Skip(1).Select(AlertMatcher.Parse).Where(matcher => matcher.Label != "severity").ToList();
            if (!definitions.Alerts.Any(alert => labels.All(label => alert.Labels.ContainsKey(label.Label) && alert.Has(label.Label, "=", label.Value))))
                Report($"no alert has all of {string.Join(", ", labels)}");
        }
    }
}

/// <summary>A command line as a shell reads it.</summary>
internal static class ShellWords
{
    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = "";
        var quote = '\0';
        foreach (var c in line)
        {
            if (quote == '\0' && c == ' ')
            {
                words.Add(word);
                word = "";
            }
            else if (quote == '\0' && c is '\'' or '"' && quote == '\0')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else
            {
                word += c;
            }
        }

        words.Add(word);
        return words;
    }
}
