using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Writes unit tests for promtool that belong to a service's rules: what happens to the service is made up, and what the rules
/// must say of it comes from the model, never from the rules. A change to a rule that changes a verdict fails.</summary>
/// <remarks>Two files, because promtool evaluates at one interval throughout a file and every rule at each step: an outage is followed
/// minute by minute, what takes hours every quarter of an hour. Objectives of one service go through a scenario together, and of
/// objectives that promise the same over the same window one goes through all of them; of the others it is seen that they are
/// measured. So the time grows with the rules, not with rules times objectives.</remarks>
internal static class RuleTests
{
    /// <summary>The directory of the tests, where no glob that looks for rules finds them.</summary>
    public const string Directory = "tests/";

    /// <summary>The tests of a service's rules.</summary>
    public static IReadOnlyList<ArtifactFile> Of(ServiceManifest service, ExportOptions options)
    {
        var all = TestedObjective.All(service, new(options.Naming));
        var tested = all.Where(objective => objective.Samples is not null).ToList();
        var name = FileNames.From(service.Service.Name);
        return
        [
            File(name + ".test.yml", service, MinuteScenarios.Step, MinuteScenarios.Of(tested), [.. all.Except(tested)]),
            File(name + ".slow.test.yml", service, QuarterScenarios.Step, QuarterScenarios.Of(tested), []),
        ];
    }

    private static ArtifactFile File(
        string name, ServiceManifest service, TimeSpan step, IEnumerable<RuleTest> tests, IReadOnlyList<TestedObjective> untested) => new(
        Directory + name,
        YamlFile.Write(Header(name, untested), file =>
        {
            file.TextList("rule_files", ["../" + PrometheusExporter.RuleFileName(service)]);
            file.Word("evaluation_interval", PromQl.Duration(step));
            file.Sequence("tests", tests.SelectMany(test => test.WithoutCollisions()), Write);
        }));

    private static string Header(string name, IReadOnlyList<TestedObjective> untested) =>
        Artifacts.Header.Of("export prometheus")
        + $"# Run: promtool test rules {Directory}{name}\n"
        + string.Concat(untested.Select(objective =>
            $"# Not tested, because no labels were found that its selectors take for good and for bad: {Printable.Text(objective.Name)}\n"));

    private static void Write(YamlMapping yaml, RuleTest test)
    {
        yaml.Text("name", test.Name);
        yaml.Word("interval", PromQl.Duration(Timeline.Step));
        yaml.Sequence("input_series", test.Courses.SelectMany(course => course.Series), (one, series) =>
        {
            one.Text("series", series.Series);
            one.Text("values", series.Values);
        });
        yaml.Sequence("promql_expr_test", test.Courses.SelectMany(course => course.Expected), (one, expected) =>
        {
            one.Text("expr", expected.Query);
            one.Word("eval_time", PromQl.Duration(expected.At));
            one.Sequence("exp_samples", [expected.Value], (sample, value) =>
            {
                sample.Text("labels", "{}");
                sample.Word("value", PromQl.Number(value));
            });
        });
    }
}
