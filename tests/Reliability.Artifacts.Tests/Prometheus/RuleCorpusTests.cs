using CsCheck;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Tests.Prometheus;

/// <summary>Whatever is declared, Prometheus takes the rules without a word, and the tests that are exported with them pass.</summary>
public sealed class RuleCorpusTests : IDisposable
{
    private readonly TemporaryDirectory _directory;

    public RuleCorpusTests()
    {
        Promtool.SkipIfMissing();
        _directory = new();
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(MetricNaming.PrometheusExporter, 200)]
    [InlineData(MetricNaming.OtlpWithoutSuffixes, 10)]
    public void Rules_of_any_declaration_pass_their_own_tests(MetricNaming naming, int objectives) =>
        RuleCorpus.Services(objectives).Sample(
            corpus => Promtool.CheckAndTest(_directory, PrometheusExporter.Export(corpus, new() { Naming = naming })), iter: 1, threads: 1);
}
