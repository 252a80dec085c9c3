using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Routes, inhibitions and receivers.</summary>
internal sealed class AlertmanagerOutput(ArtifactFile file, Action<string> report, YamlNode yaml) : Output(file, report)
{
    public override void Check(Definitions definitions)
    {
        var receivers = yaml.List("receivers").Select(receiver => receiver.Text("name")!).ToHashSet();
        var used = new HashSet<string>();
        Route(yaml.Find("route")!, definitions.Alerts, receivers, used);
        foreach (var unused in receivers.Except(used))
            Report($"nothing is sent to the receiver {unused}");

        foreach (var inhibition in yaml.List("inhibit_rules"))
            Inhibition(inhibition, definitions);
    }

    private void Route(YamlNode route, IReadOnlyList<Series> alerts, HashSet<string> receivers, HashSet<string> used)
    {
        var receiver = route.Text("receiver")!;
        used.Add(receiver);
        if (!receivers.Contains(receiver))
            Report($"no receiver is {receiver}");

        var routed = Matching(route.Texts("matchers"), alerts);
        foreach (var label in route.Texts("group_by").Where(label => !routed.Any(alert => alert.Labels.ContainsKey(label))))
            Report($"no alert of {receiver} has the label {label} to be grouped by");

        foreach (var child in route.List("routes"))
            Route(child, routed, receivers, used);
    }

    private void Inhibition(YamlNode inhibition, Definitions definitions)
    {
        var sides = Matching(inhibition.Texts("source_matchers"), definitions.Alerts).Concat(Matching(inhibition.Texts("target_matchers"), definitions.Alerts));

        // A label that both lack is equal: the inhibition would silence what has nothing to do with it.
        foreach (var label in inhibition.Texts("equal").Where(label => !sides.All(alert => alert.Labels.ContainsKey(label))))
            Report($"an inhibition compares the label {label}, which not all of its alerts have");
    }

    /// <summary>The alerts that have all labels; a matcher that no alert ever meets is reported.</summary>
    private List<Series> Matching(IEnumerable<string> matchers, IReadOnlyList<Series> alerts)
    {
        var matching = alerts.ToList();
        foreach (var matcher in matchers)
        {
            var (label, comparison, value) = AlertMatcher.Parse(matcher);
            foreach (var part in comparison == "=~" ? value.Split('|') : [value])
            {
                if (!matching.Any(alert => alert.Labels.ContainsKey(label) && alert.Has(label, "=", part)))
                    Report($"no alert has {label}=\"{part}\"");
            }

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
            if (!words[0].StartsWith(Receiver, StringComparison.Ordinal))
                Report($"no receiver is named by {line}");

            foreach (var (label, comparison, value) in words.Skip(1).Select(AlertMatcher.Parse))
            {
                if (!definitions.Alerts.Any(alert => alert.Labels.ContainsKey(label) && alert.Has(label, comparison, value)))
                    Report($"no alert has {label}=\"{value}\"");
            }
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
