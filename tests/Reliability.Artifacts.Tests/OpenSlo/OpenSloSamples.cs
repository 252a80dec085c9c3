using CsCheck;
using Reliability.Artifacts.OpenSlo;
using Reliability.Model;

namespace Reliability.Artifacts.Tests.OpenSlo;

internal static class OpenSloSamples
{
    private static readonly Gen<LabelMatcher> s_matcher = Gen.Select(
        Samples.HostileText, Gen.Enum<LabelOperator>(), Gen.OneOf(Samples.HostileText, Gen.Const("")), (label, compared, value) => new LabelMatcher(label, compared, value));

    private static readonly Gen<EquatableArray<LabelMatcher>> s_matchers = s_matcher.Array[1, 3].Select(matchers => matchers.ToEquatableArray());

    private static readonly Gen<MetricSource> s_metric = Gen.Select(
        Samples.HostileText, Gen.OneOf("s", "ms", "min"), s_matchers, s_matchers, Samples.HostileText, Gen.Int[0, 3], Gen.Int[1, 9999].HashSet[0, 4],
        (name, unit, where, some, other, how, buckets) => new MetricSource
        {
            Name = name,
            Kind = MetricKind.Histogram,
            Unit = unit,
            Where = how % 2 == 0 ? where : default,
            Good = how == 0 ? some : default,
            Bad = how == 1 ? some : default,
            Other = how >= 2 ? other : null,
            OtherIsGood = how == 3,
            Buckets = buckets.Order().Select(bound => bound / 1000m).ToEquatableArray(),
        });

    /// <summary>Hostile manifests with everything that the model knows, metrics of others included.</summary>
    public static readonly Gen<ServiceManifest> Manifest = Gen.Select(
        Samples.HostileManifest, s_metric, Gen.Bool, Gen.Int[0, 1_000_000], (manifest, metric, isMetric, events) => manifest with
        {
            Operations = manifest.Operations.Select((operation, index) => index > 0 ? operation : operation with
            {
                Level = operation.Level with { EventsPerHour = events == 0 ? null : events / 100m },
                Metric = isMetric && Fits(metric, operation) ? metric : null,
                Layer = isMetric && Fits(metric, operation) ? OperationLayer.Metric : OperationLayer.Explicit,
                Function = isMetric ? null : operation.Function,
            }).ToEquatableArray(),
        });

    public static ArtifactFile Export(ServiceManifest manifest, MetricNaming naming = MetricNaming.PrometheusExporter) =>
        Assert.Single(OpenSloExporter.Export([manifest], new() { Naming = naming }));

    public static ServiceManifest Sorted(ServiceManifest manifest) => manifest with
    {
        Operations = manifest.Operations.OrderBy(operation => operation.Name, StringComparer.Ordinal).ToEquatableArray(),
    };

    private static bool Fits(MetricSource metric, Operation operation) =>
        metric.Other is null || operation.Level.Objectives.All(objective => !objective.IsLatency);
}
