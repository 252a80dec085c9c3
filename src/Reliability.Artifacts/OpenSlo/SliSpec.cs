using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>How a service level is read from metrics: a ratio of counts, a ratio that somebody has computed, or a value.</summary>
internal sealed record SliSpec(YamlPlace Place)
{
    /// <summary>All events, for a ratio.</summary>
    public MetricSourceSpec? Total { get; private init; }

    /// <summary>The good or the bad events, for a ratio.</summary>
    public MetricSourceSpec? Part { get; private init; }

    /// <summary>Whether <see cref="Part"/> counts the good ones.</summary>
    public bool PartIsGood { get; private init; }

    /// <summary>Whether the counts only ever grow.</summary>
    public bool IsCounter { get; private init; }

    /// <summary>A ratio that somebody has computed; <see cref="PartIsGood"/> tells of what.</summary>
    public MetricSourceSpec? Computed { get; private init; }

    /// <summary>The value that is compared with an objective's; null for a ratio.</summary>
    public MetricSourceSpec? Threshold { get; private init; }

    public static SliSpec Read(YamlPlace spec)
    {
        spec.HasOnly("description", "thresholdMetric", "ratioMetric");
        OpenSloSpec.Description(spec);
        OpenSloSpec.ExactlyOne(spec, "thresholdMetric", "ratioMetric");
        return spec.OptionalMember("ratioMetric") is { } ratio
            ? Ratio(ratio)
            : new(spec) { Threshold = MetricSourceSpec.Read(spec.OptionalMember("thresholdMetric")!) };
    }

    private static SliSpec Ratio(YamlPlace ratio)
    {
        ratio.HasOnly("counter", "good", "bad", "total", "raw", "rawType");
        var isCounter = ratio.OptionalMember("counter")?.Boolean() ?? false;
        OpenSloSpec.ExactlyOne(ratio, "total", "raw");
        if (ratio.OptionalMember("raw") is { } raw)
            return Raw(ratio, raw);

        if (ratio.OptionalMember("rawType") is { } type)
            throw type.Invalid("'rawType' says something of 'raw' only", "Remove it.");

        OpenSloSpec.ExactlyOne(ratio, "good", "bad");
        var good = ratio.OptionalMember("good");
        return new(ratio)
        {
            Total = MetricSourceSpec.Read(ratio.OptionalMember("total")!),
            Part = MetricSourceSpec.Read(good ?? ratio.OptionalMember("bad")!),
            PartIsGood = good is not null,
            IsCounter = isCounter,
        };
    }

    private static SliSpec Raw(YamlPlace ratio, YamlPlace raw)
    {
        if ((ratio.OptionalMember("good") ?? ratio.OptionalMember("bad")) is { } part)
            throw part.Invalid("it excludes 'raw'", "Keep one of the two.");

        var type = ratio.Member("rawType", "Write success or failure.").OneOf("success", "failure");
        return new(ratio) { Computed = MetricSourceSpec.Read(raw), PartIsGood = type == "success" };
    }
}

/// <summary>A query to some source.</summary>
internal sealed record MetricSourceSpec(YamlPlace Place, string? Type, string? DataSource, YamlPlace? Query)
{
    public static MetricSourceSpec Read(YamlPlace metric)
    {
        metric.HasOnly("metricSource");
        var source = metric.Member("metricSource", "Write type and spec of the source.");
        source.HasOnly("metricSourceRef", "type", "spec");
        var spec = source.Member("spec", "Write the query, as 'spec: {query: …}'.");
        if (!spec.Members().Any())
            throw spec.Invalid("there is no query", "Write it, as 'spec: {query: …}'.");

        var type = source.OptionalMember("type")?.Text();
        var reference = source.OptionalMember("metricSourceRef") is { } name ? OpenSloMetadata.ReadName(name) : null;
        var query = spec.Members().FirstOrDefault(member => member.Key is "query" or "promql").Place;
        return new(source, type, reference, query?.Value is YamlText ? query : null);
    }
}
