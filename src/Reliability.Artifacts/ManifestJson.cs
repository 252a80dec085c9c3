using System.Text.Json;
using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>The inverse of <see cref="ManifestWriter"/>. It believes nothing: a manifest that it accepts can be turned
/// into artifacts without further checks.</summary>
internal static class ManifestJson
{
    private static readonly string[] s_tiers = ["low", "medium", "high", "critical"];

    public static ServiceManifest Parse(string assembly, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Manifest(new JsonPlace(assembly, "$", document.RootElement));
        }
        catch (JsonException e)
        {
            throw JsonPlace.Invalid(assembly, "$", $"it is not JSON as the compiler writes it ({e.Message})", e);
        }
    }

    private static ServiceManifest Manifest(JsonPlace json)
    {
        // The version is checked before the members: another version may well have others.
        var version = json.Member("manifest");
        if (version.Integer() is var found && found != ServiceManifest.CurrentVersion)
            throw version.Invalid($"the format has version {found}, and this tool reads version {ServiceManifest.CurrentVersion}");

        json.HasOnly("manifest", "operations", "owner", "service");
        var manifest = new ServiceManifest
        {
            Service = Service(json.Member("service")),
            Owner = OptionalOwner(json),
            Operations = json.Member("operations").Items().Select(Operation).ToEquatableArray(),
        };
        json.Member("operations").MustDiffer(manifest.Operations.Select(operation => operation.Name), "operation");
        return manifest;
    }

    private static ServiceIdentity Service(JsonPlace json)
    {
        json.HasOnly("name", "system", "tier");
        return new()
        {
            Name = json.Member("name").Text(),
            System = json.OptionalMember("system")?.Text(),
            Tier = json.OptionalMember("tier")?.OneOf(s_tiers),
        };
    }

    private static Operation Operation(JsonPlace json)
    {
        json.HasOnly(
            "eventsPerHour", "exclude", "function", "layer", "metric", "name", "objectives", "owner", "runbook", "source", "windowDays");
        var layer = Layer(json.Member("layer"));
        var level = Level(json);
        return new()
        {
            Name = json.Member("name").Text(),

            // Each operation is counted somewhere: by the code that carries it, or by somebody else's metric.
            Function = layer == OperationLayer.Metric ? json.OptionalMember("function")?.Text() : json.Member("function").Text(),
            Layer = layer,
            Metric = Metric(json, layer, level),
            Level = level,
            Owner = OptionalOwner(json),
            Source = json.OptionalMember("source")?.Text(),
        };
    }

    private static MetricSource? Metric(JsonPlace json, OperationLayer layer, ServiceLevel level)
    {
        if (layer == OperationLayer.Metric)
            return MetricJson.Parse(json.Member("metric"), level);

        return json.OptionalMember("metric") is { } metric
            ? throw metric.Invalid($"an operation of the layer {layer.Name()} has no metric of somebody else")
            : null;
    }

    private static OperationLayer Layer(JsonPlace json)
    {
        var name = json.OneOf([.. OperationLayers.All.Select(OperationLayers.Name)]);
        return OperationLayers.All.First(layer => layer.Name() == name);
    }

    private static ServiceLevel Level(JsonPlace json)
    {
        var objectives = json.Member("objectives");
        var level = new ServiceLevel
        {
            Objectives = objectives.Items().Select(Objective).ToEquatableArray(),
            WindowDays = Window(json.Member("windowDays")),
            Runbook = json.OptionalMember("runbook")?.Text(),
            EventsPerHour = json.OptionalMember("eventsPerHour") is { } events ? Events(events) : null,
            ExcludedExceptions = (json.OptionalMember("exclude")?.Items().Select(item => item.Text()) ?? []).ToEquatableArray(),
        };
        if (level.Objectives.Count == 0)
            throw objectives.Invalid("an operation without an objective promises nothing");

        objectives.MustDiffer(level.Objectives.Select(objective => objective.Name), "objective");
        return level;
    }

    private static decimal Events(JsonPlace json) =>
        json.Number() is > 0m and var events ? events : throw json.Invalid("the events of an hour are above 0");

    private static int Window(JsonPlace json) =>
        json.Integer() is >= ServiceLevel.MinWindowDays and <= ServiceLevel.MaxWindowDays and var days
            ? days
            : throw json.Invalid($"a window has {ServiceLevel.MinWindowDays} to {ServiceLevel.MaxWindowDays} days");

    private static Objective Objective(JsonPlace json)
    {
        json.HasOnly("target", "thresholdMilliseconds");
        var target = json.Member("target");
        if (target.Number() is not (> 0m and < 100m))
            throw target.Invalid("a target is above 0 % and below 100 %");

        if (json.OptionalMember("thresholdMilliseconds") is not { } threshold)
            return Model.Objective.Availability(target.Number());

        return threshold.Number() > 0m
            ? Model.Objective.Latency(target.Number(), threshold.Number())
            : throw threshold.Invalid("a latency threshold is above 0 ms");
    }

    private static Ownership? OptionalOwner(JsonPlace json) => json.OptionalMember("owner") is { } owner ? Owner(owner) : null;

    private static Ownership Owner(JsonPlace json)
    {
        json.HasOnly("chat", "onCall", "team");
        return new()
        {
            Team = json.Member("team").Text(),
            OnCall = json.OptionalMember("onCall")?.Text(),
            Chat = json.OptionalMember("chat")?.Text(),
        };
    }
}
