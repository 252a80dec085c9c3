namespace Reliability.Model;

/// <summary>Writes a manifest as canonical JSON: members sorted by name, no white space, absent values left out. Equal
/// manifests are equal bytes.</summary>
public static class ManifestWriter
{
    /// <summary>Writes a manifest.</summary>
    /// <param name="manifest">What to write.</param>
    public static string Write(ServiceManifest manifest)
    {
        var json = new CanonicalJsonWriter();
        json.Object(
            ("manifest", () => json.Number(ServiceManifest.CurrentVersion)),
            ("operations", () => json.Array(manifest.Operations, operation => WriteOperation(json, operation))),
            ("owner", manifest.Owner is { } owner ? () => WriteOwner(json, owner) : null),
            ("service", () => WriteService(json, manifest.Service)));
        return json.ToString();
    }

    private static void WriteService(CanonicalJsonWriter json, ServiceIdentity service) =>
        json.Object(
            ("name", () => json.String(service.Name)),
            ("system", json.Optional(service.System)),
            ("tier", json.Optional(service.Tier)));

    private static void WriteOperation(CanonicalJsonWriter json, Operation operation)
    {
        var level = operation.Level;
        json.Object(
            ("eventsPerHour", level.EventsPerHour is { } events ? () => json.Number(events) : null),
            ("exclude", level.ExcludedExceptions.Count == 0 ? null : () => json.Array(level.ExcludedExceptions, json.String)),
            ("function", json.Optional(operation.Function)),
            ("layer", () => json.String(operation.Layer.Name())),
            ("metric", operation.Metric is { } metric ? () => WriteMetric(json, metric) : null),
            ("name", () => json.String(operation.Name)),
            ("objectives", () => json.Array(level.Objectives, objective => WriteObjective(json, objective))),
            ("owner", operation.Owner is { } owner ? () => WriteOwner(json, owner) : null),
            ("runbook", json.Optional(level.Runbook)),
            ("source", json.Optional(operation.Source)),
            ("windowDays", () => json.Number(level.WindowDays)));
    }

    private static void WriteMetric(CanonicalJsonWriter json, MetricSource metric) =>
        json.Object(
            ("bad", Matchers(json, metric.Bad)),
            ("buckets", metric.Buckets.Count == 0 ? null : () => json.Array(metric.Buckets, json.Number)),
            ("good", Matchers(json, metric.Good)),
            ("kind", () => json.String(metric.Kind.Name())),
            ("name", () => json.String(metric.Name)),
            ("otherBad", metric.OtherIsGood ? null : json.Optional(metric.Other)),
            ("otherGood", metric.OtherIsGood ? json.Optional(metric.Other) : null),
            ("unit", json.Optional(metric.Unit)),
            ("where", Matchers(json, metric.Where)));

    private static Action? Matchers(CanonicalJsonWriter json, EquatableArray<LabelMatcher> matchers) =>
        matchers.Count == 0 ? null : () => json.Array(matchers, matcher => json.Object(
            ("label", () => json.String(matcher.Label)),
            ("operator", () => json.String(matcher.Operator.Symbol())),
            ("value", () => json.String(matcher.Value))));

    private static void WriteObjective(CanonicalJsonWriter json, Objective objective) =>
        json.Object(
            ("target", () => json.Number(objective.Target)),
            ("thresholdMilliseconds", objective.ThresholdMilliseconds is { } threshold ? () => json.Number(threshold) : null));

    private static void WriteOwner(CanonicalJsonWriter json, Ownership owner) =>
        json.Object(
            ("chat", json.Optional(owner.Chat)),
            ("onCall", json.Optional(owner.OnCall)),
            ("team", () => json.String(owner.Team)));
}
