using Reliability.Model;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Walks all outputs and finds every reference that leads nowhere. A file that it does not know is one as well: nobody would
/// have looked at it.</summary>
internal static class ReferenceCheck
{
    /// <summary>What is wrong, a line each; nothing when every name is defined.</summary>
    /// <param name="files">The outputs.</param>
    /// <param name="services">What they were made from.</param>
    /// <param name="naming">How metrics come.</param>
    /// <param name="elsewhere">Rules that are loaded instead of these in another place, while routes and dashboards serve both: an alert that
    /// only they define may be named as well.</param>
    public static IReadOnlyList<string> Unresolved(
        IReadOnlyList<ArtifactFile> files, IReadOnlyList<ServiceManifest> services, MetricNaming naming = default, params IReadOnlyList<ArtifactFile> elsewhere)
    {
        var findings = new List<string>();
        var definitions = new Definitions();
        definitions.Publish(services, naming);
        definitions.Files.UnionWith(files.Select(file => file.Name));

        var outputs = files.Select(file => Output.Of(file, finding => findings.Add($"{file.Name}: {finding}"))).ToList();
        foreach (var output in outputs)
            output.Define(definitions);

        // Some rules read what a file behind theirs records.
        foreach (var output in outputs.OfType<RuleOutput>())
            output.DefineAlerts(definitions);

        if (elsewhere.Count > 0)
            definitions.AlsoAlerts(Alerts(elsewhere, services, naming));

        foreach (var output in outputs)
            output.Check(definitions);

        return findings;
    }

    private static List<Series> Alerts(IReadOnlyList<ArtifactFile> files, IReadOnlyList<ServiceManifest> services, MetricNaming naming)
    {
        var definitions = new Definitions();
        definitions.Publish(services, naming);
        foreach (var rules in files.Select(file => Output.Of(file, _ => { })).OfType<RuleOutput>())
        {
            rules.Define(definitions);
            rules.DefineAlerts(definitions);
        }

        return definitions.Alerts;
    }
}

/// <summary>A file that was exported.</summary>
internal abstract class Output(ArtifactFile file, Action<string> report)
{
    protected ArtifactFile File { get; } = file;

    protected Action<string> Report { get; } = report;

    public static Output Of(ArtifactFile file, Action<string> report)
    {
        if (file.Name.EndsWith(".json", StringComparison.Ordinal))
            return new DashboardOutput(file, report);

        if (file.Name.EndsWith(".routes", StringComparison.Ordinal))
            return new RouteTestOutput(file, report);

        var documents = YamlTree.ReadAll(file.Content);
        var yaml = documents[0];
        if (yaml.Text("apiVersion") == "openslo/v1")
            return new OpenSloOutput(file, report, documents);

        if (yaml.Text("version") == "prometheus/v1")
            return new SlothOutput(file, report, yaml);

        if (yaml.Find("groups") is { } groups)
            return new RuleOutput(file, report, groups);

        if (yaml.Find("spec")?.Find("groups") is { } resource)
            return new RuleOutput(file, report, resource);

        if (yaml.Find("rule_files") is not null)
            return new RuleTestOutput(file, report, yaml);

        return yaml.Find("route") is not null ? new AlertmanagerOutput(file, report, yaml) : new UnknownOutput(file, report);
    }

    /// <summary>Says what the file defines.</summary>
    public virtual void Define(Definitions definitions)
    {
    }

    /// <summary>Looks up what the file names.</summary>
    public abstract void Check(Definitions definitions);

    /// <summary>An address of a dashboard within a longer text.</summary>
    protected void CheckDashboard(Definitions definitions, string url)
    {
        var (uid, chosen) = url.Split("/d/")[^1].Split('?', 2) is [var path, var query] ? (path, query) : (url.Split("/d/")[^1], "");
        if (!definitions.Dashboards.TryGetValue(uid, out var variables))
            Report($"no dashboard has the address {uid}");

        foreach (var name in chosen.Split('&').Where(part => part.StartsWith("var-", StringComparison.Ordinal)).Select(part => part[4..].Split('=')[0]))
        {
            if (variables is not null && !variables.Contains(name))
                Report($"the dashboard {uid} has no variable {name}");
        }
    }
}

internal sealed class UnknownOutput(ArtifactFile file, Action<string> report) : Output(file, report)
{
    public override void Check(Definitions definitions) => Report("nobody checks what this file names");
}
