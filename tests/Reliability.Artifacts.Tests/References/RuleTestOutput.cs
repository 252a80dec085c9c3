using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>A unit test of promtool.</summary>
internal sealed class RuleTestOutput(ArtifactFile file, Action<string> report, YamlNode yaml) : Output(file, report)
{
    public override void Check(Definitions definitions)
    {
        foreach (var rules in yaml.Texts("rule_files").Select(Resolved).Where(rules => !definitions.Files.Contains(rules)))
            Report($"no file is {rules}");

        foreach (var test in yaml.List("tests"))
        {
            var query = new QueryCheck(definitions, Report);
            foreach (var series in test.List("input_series").Select(series => series.Text("series")!))
                query.Labels(series);

            foreach (var expression in test.List("promql_expr_test"))
            {
                query.Labels(expression.Text("expr")!);
                foreach (var sample in expression.List("exp_samples").Select(sample => sample.Text("labels")).OfType<string>().Where(labels => labels.Contains("__name__") || !labels.StartsWith('{')))
                    query.Labels(sample);
            }

            foreach (var alert in test.List("alert_rule_test"))
                Check(alert, definitions);
        }
    }

    private void Check(YamlNode test, Definitions definitions)
    {
        var name = test.Text("alertname")!;
        var alerts = definitions.Alerts.Where(alert => alert.Has("alertname", "=", name)).ToList();
        if (alerts.Count == 0)
            Report($"no alert is {name}");

        foreach (var expected in test.List("exp_alerts"))
        {
            var labels = expected.Members("exp_labels").ToList();
            if (alerts.Count > 0 && !alerts.Any(alert => labels.All(label => alert.Labels.ContainsKey(label.Key) && alert.Has(label.Key, "=", label.Value))))
                Report($"no alert {name} has the labels {string.Join(", ", labels)}");
        }
    }

    /// <summary>A path as seen from the file's own directory.</summary>
    private string Resolved(string path)
    {
        var steps = new Stack<string>(File.Name.Split('/')[..^1]);
        foreach (var step in path.Split('/'))
        {
            if (step == "..")
                steps.TryPop(out _);
            else
                steps.Push(step);
        }

        return string.Join('/', steps.Reverse());
    }
}
