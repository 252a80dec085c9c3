using System.Text.Json;
using YamlDotNet.Serialization;

namespace Reliability.Artifacts.Tests.Kubernetes;

/// <summary>The second judge of the operator's resource: a model made from the operator's own definition, which takes no missing member
/// and no wrong type. What it does not know it lets pass; that is the first judge's part.</summary>
[Trait("Duration", "Long")]
public sealed class PrometheusRuleModelTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_operators_model_takes_the_rules_and_no_fault()
    {
        Npm.InstallOrSkip(_directory, ("@kubernetes-models/prometheus-operator", "6.0.0"));
        _directory.Write("judge.mjs", """
            import { readFileSync } from 'node:fs';
            import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
            for (const object of JSON.parse(readFileSync('objects.json'))) new PrometheusRule(object).validate();
            """);
        var right = Judge(PrometheusRuleTests.Export(Samples.Checkout));
        Assert.True(right.ExitCode == 0, right.Output);

        foreach (var (good, bad) in new[]
        {
            ("      expr: |-", "      query: |-"),
            ("for: 2m", "for: 2 minutes"),
            ("severity: \"page\"", "severity: 1"),
            ("long: \"1h\"", "long: true"),
            ("spec:", "specs:"),
        })
        {
            Assert.True(Judge(PrometheusRuleTests.Faulty(good, bad)).ExitCode != 0, $"'{bad}' was not found");
        }
    }

    private (int ExitCode, string Output) Judge(string yaml)
    {
        var reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        _directory.Write("objects.json", JsonSerializer.Serialize(PrometheusRuleTests.Documents().Split(yaml).Select(document => reader.Deserialize<object>(document))));
        return Tool.Run(_directory.Path, "node", "judge.mjs")!.Value;
    }
}
