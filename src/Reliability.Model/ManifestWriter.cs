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
            ("exclude", level.ExcludedExceptions.Count == 0 ? null : () => json.Array(level.ExcludedExceptions, json.String)),
            ("function", json.Optional(operation.Function)),
            ("layer", () => json.String(operation.Layer.Name())),
            ("name", () => json.String(operation.Name)),
            ("objectives", () => json.Array(level.Objectives, objective => WriteObjective(json, objective))),
            ("owner", operation.Owner is { } owner ? () => WriteOwner(json, owner) : null),
            ("runbook", json.Optional(level.Runbook)),
            ("source", json.Optional(operation.Source)),
            ("windowDays", () => json.Number(level.WindowDays)));
    }

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
