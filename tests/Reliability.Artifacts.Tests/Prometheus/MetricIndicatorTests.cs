using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.Prometheus;

public sealed class MetricIndicatorTests
{
    /// <summary>How a bucket's bound is written by the text format, by OpenMetrics and by Go: the rules must find all of them.</summary>
    [Theory]
    [InlineData("s", 300, "le=\"0.3\"")]
    [InlineData("s", 1000, "le=~\"1(\\\\.0)?\"")]
    [InlineData("ms", 250, "le=~\"250(\\\\.0)?\"")]
    [InlineData("us", 1000, "le=~\"1000000(\\\\.0)?|1e\\\\+06\"")]
    [InlineData("ns", 300, "le=~\"300000000(\\\\.0)?|3e\\\\+08\"")]
    [InlineData("us", 1250, "le=~\"1250000(\\\\.0)?|1\\\\.25e\\\\+06\"")]
    [InlineData("h", 36, "le=~\"0\\\\.00001|1e-05\"")]
    public void A_bound_is_asked_for_in_every_spelling(string unit, int milliseconds, string expected)
    {
        var source = new MetricSource { Name = "jobs", Kind = MetricKind.Histogram, Unit = unit };
        var indicator = new MetricIndicator(new(MetricNaming.PrometheusExporter), source, Objective.Latency(99m, milliseconds));

        Assert.Equal(expected, indicator.Threshold);
    }
}
