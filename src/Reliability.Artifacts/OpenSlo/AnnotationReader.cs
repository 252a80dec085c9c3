using System.Globalization;
using System.Text.Json;
using Reliability.Artifacts.Queries;
using Reliability.Artifacts.Yaml;
using Reliability.Model;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>The inverse of <see cref="AnnotationWriter"/>. It believes nothing.</summary>
internal static class AnnotationReader
{
    private const string Cure = "Export the file again, or correct the annotation.";

    private static readonly string[] s_tiers = ["low", "medium", "high", "critical"];

    /// <summary>An annotation of ours that this version does not know changes what is meant.</summary>
    public static void MustBeKnown(OpenSloMetadata metadata, string[] known)
    {
        if (metadata.Annotations.FirstOrDefault(noted => noted.Key.StartsWith(Annotations.Prefix, StringComparison.Ordinal) && !known.Contains(noted.Key)) is
            { Key: { } name, Value: { } place })
        {
            throw place.Invalid($"the annotation '{name}' is unknown", "Correct the name, or update the tool.");
        }
    }

    public static ServiceIdentity Service(OpenSloMetadata metadata) => new()
    {
        Name = metadata.Ours(Annotations.Service)?.Text() ?? metadata.Name,
        Tier = metadata.Ours(Annotations.Tier)?.OneOf(s_tiers),
        System = metadata.Ours(Annotations.System)?.Text(),
    };

    public static Ownership? Owner(OpenSloMetadata metadata)
    {
        var (team, onCall, chat) = (metadata.Ours(Annotations.Owner), metadata.Ours(Annotations.OnCall), metadata.Ours(Annotations.Chat));
        return team is null
            ? (onCall ?? chat) is { } orphan ? throw orphan.Invalid($"there is no '{Annotations.Owner}'", Cure) : null
            : new() { Team = team.Text(), OnCall = onCall?.Text(), Chat = chat?.Text() };
    }

    /// <summary>The operation of an SLO that we have written.</summary>
    public static Operation Operation(OpenSloMetadata metadata, YamlPlace name, Objective objective, int windowDays)
    {
        var operation = Noted(metadata, name, objective, windowDays);
        return WhatContradicts(operation, objective) is { } reason ? throw metadata.Place.Invalid(reason, Cure) : operation;
    }

    private static string? WhatContradicts(Operation operation, Objective objective)
    {
        if (operation.Metric is not { } metric)
            return operation.Layer == OperationLayer.Metric ? $"the layer is {operation.Layer.Name()}, and there is no '{Annotations.Metric}'" : null;

        if (operation.Layer != OperationLayer.Metric)
            return $"there is a '{Annotations.Metric}', and the layer is {operation.Layer.Name()}";

        if (objective.IsLatency && (metric.Kind != MetricKind.Histogram || DurationUnits.Milliseconds(metric.Unit) is null || metric.Other is not null))
            return "latency is read from a histogram with a unit of time";

        var told = new[] { metric.Good.Count > 0, metric.Bad.Count > 0, metric.Other is not null }.Count(isTold => isTold);
        return told == 1 || (told == 0 && objective.IsLatency) ? null : "what is good or bad must be told in exactly one way";
    }

    private static Operation Noted(OpenSloMetadata metadata, YamlPlace name, Objective objective, int windowDays) => new()
    {
        Name = name.Text(),
        Layer = Layer(metadata.Ours(Annotations.Layer) ?? throw metadata.Place.Invalid($"the annotation '{Annotations.Layer}' is missing", Cure)),
        Function = metadata.Ours(Annotations.Function)?.Text(),
        Source = metadata.Ours(Annotations.Source)?.Text(),
        Owner = Owner(metadata),
        Metric = Metric(metadata),
        Level = new()
        {
            Objectives = EquatableArray.Of(objective),
            WindowDays = windowDays,
            Runbook = metadata.Ours(Annotations.Runbook)?.Text(),
            EventsPerHour = metadata.Ours(Annotations.EventsPerHour) is { } events ? Positive(events) : null,
            ExcludedExceptions = metadata.Ours(Annotations.ExcludedExceptions) is { } excluded ? List(excluded) : default,
        },
    };

    public static decimal Positive(YamlPlace place) =>
        Number(place.Text()) is > 0m and var number ? number : throw place.Invalid($"it must be a number above 0 (found {place.Excerpt()})", Cure);

    private static OperationLayer Layer(YamlPlace place)
    {
        var name = place.OneOf([.. OperationLayers.All.Select(OperationLayers.Name)]);
        return OperationLayers.All.First(layer => layer.Name() == name);
    }

    private static EquatableArray<string> List(YamlPlace place)
    {
        try
        {
            var texts = JsonSerializer.Deserialize<string[]>(place.Text());
            if (texts is not null && !Array.Exists(texts, string.IsNullOrEmpty))
                return texts.ToEquatableArray();
        }
        catch (JsonException)
        {
            // What is wrong is told below.
        }

        throw place.Invalid($"it must be a list of texts in JSON (found {place.Excerpt()})", Cure);
    }

    private static MetricSource? Metric(OpenSloMetadata metadata)
    {
        if (metadata.Ours(Annotations.Metric) is not { } name)
        {
            return metadata.Annotations.FirstOrDefault(noted => noted.Key.StartsWith(Annotations.Metric + "-", StringComparison.Ordinal)).Value is { } orphan
                ? throw orphan.Invalid($"there is no '{Annotations.Metric}'", Cure)
                : null;
        }

        var (good, bad) = (metadata.Ours(Annotations.MetricOtherGood), metadata.Ours(Annotations.MetricOtherBad));
        if (good is not null && bad is not null)
            throw bad.Invalid($"'{Annotations.MetricOtherGood}' and '{Annotations.MetricOtherBad}' exclude each other", Cure);

        return new()
        {
            Name = name.Text(),
            Kind = Kind(metadata.Ours(Annotations.MetricKind) ?? throw metadata.Place.Invalid($"the annotation '{Annotations.MetricKind}' is missing", Cure)),
            Unit = metadata.Ours(Annotations.MetricUnit)?.Text(),
            Where = Matchers(metadata.Ours(Annotations.MetricWhere)),
            Good = Matchers(metadata.Ours(Annotations.MetricGood)),
            Bad = Matchers(metadata.Ours(Annotations.MetricBad)),
            Other = (good ?? bad)?.Text(),
            OtherIsGood = good is not null,
            Buckets = Buckets(metadata.Ours(Annotations.MetricBuckets)),
        };
    }

    private static MetricKind Kind(YamlPlace place)
    {
        var name = place.OneOf([.. MetricKinds.All.Select(MetricKinds.Name)]);
        return MetricKinds.All.First(kind => kind.Name() == name);
    }

    private static EquatableArray<LabelMatcher> Matchers(YamlPlace? place)
    {
        try
        {
            return place is null ? default : QueryReader.ReadMatchers(place.Text());
        }
        catch (QueryException e)
        {
            throw place!.Invalid($"it must be labels in braces ({e.Message})", Cure);
        }
    }

    private static EquatableArray<decimal> Buckets(YamlPlace? place) => place is null
        ? default
        : place.Text().Split(", ")
            .Select(bound => Number(bound) ?? throw place.Invalid($"it must be numbers, separated by ', ' (found {place.Excerpt()})", Cure))
            .ToEquatableArray();

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
