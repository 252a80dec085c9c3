using System.Text.Json;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>Spells as annotations what the model knows and OpenSLO does not.</summary>
internal static class AnnotationWriter
{
    public static IEnumerable<(string, string)> Of(ServiceManifest manifest) => Present(
    [
        (Annotations.Service, manifest.Service.Name),
        (Annotations.Tier, manifest.Service.Tier),
        (Annotations.System, manifest.Service.System),
        .. Owner(manifest.Owner),
    ]);

    public static IEnumerable<(string, string)> Of(Operation operation, Objective objective)
    {
        var level = operation.Level;
        return Present(
        [
            (Annotations.Operation, operation.Name),
            (Annotations.LatencyMilliseconds, objective.ThresholdMilliseconds is { } threshold ? Words.Number(threshold) : null),
            (Annotations.Layer, operation.Layer.Name()),
            (Annotations.Function, operation.Function),
            (Annotations.Source, operation.Source),
            (Annotations.Runbook, level.Runbook),
            .. Owner(operation.Owner),
            (Annotations.EventsPerHour, level.EventsPerHour is { } events ? Words.Number(events) : null),
            (Annotations.ExcludedExceptions, List(level.ExcludedExceptions)),
            .. Metric(operation.Metric),
        ]);
    }

    private static IEnumerable<(string, string?)> Owner(Ownership? owner) =>
        [(Annotations.Owner, owner?.Team), (Annotations.OnCall, owner?.OnCall), (Annotations.Chat, owner?.Chat)];

    private static IEnumerable<(string, string?)> Metric(MetricSource? metric) => metric is null
        ? []
        :
        [
            (Annotations.Metric, metric.Name),
            (Annotations.MetricKind, metric.Kind.Name()),
            (Annotations.MetricUnit, metric.Unit),
            (Annotations.MetricWhere, Matchers(metric.Where)),
            (Annotations.MetricGood, Matchers(metric.Good)),
            (Annotations.MetricBad, Matchers(metric.Bad)),
            (metric.OtherIsGood ? Annotations.MetricOtherGood : Annotations.MetricOtherBad, metric.Other),
            (Annotations.MetricBuckets, metric.Buckets.Count == 0 ? null : string.Join(", ", metric.Buckets.Select(Words.Number))),
        ];

    /// <summary>Labels in OpenTelemetry's names as PromQL writes names with dots.</summary>
    private static string? Matchers(EquatableArray<LabelMatcher> matchers) => matchers.Count == 0
        ? null
        : $"{{{string.Join(",", matchers.Select(matcher => PromQl.Text(matcher.Label) + matcher.Operator.Symbol() + PromQl.Text(matcher.Value)))}}}";

    private static string? List(EquatableArray<string> texts) => texts.Count == 0 ? null : JsonSerializer.Serialize<IEnumerable<string>>(texts);

    private static IEnumerable<(string, string)> Present(IEnumerable<(string Name, string? Value)> annotations) =>
        annotations.Where(annotation => annotation.Value is not null).Select(annotation => (annotation.Name, annotation.Value!));
}
