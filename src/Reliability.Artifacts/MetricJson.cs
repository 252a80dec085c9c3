using Reliability.Model;

namespace Reliability.Artifacts;

/// <summary>Reads the metric of an operation that somebody else counts. Whatever it accepts can be asked of Prometheus.</summary>
internal static class MetricJson
{
    public static MetricSource Parse(JsonPlace json, ServiceLevel level)
    {
        json.HasOnly("bad", "buckets", "good", "kind", "name", "otherBad", "otherGood", "unit", "where");
        var otherGood = json.OptionalMember("otherGood")?.Text();
        var metric = new MetricSource
        {
            Name = json.Member("name").Text(),
            Kind = Kind(json.Member("kind")),
            Unit = json.OptionalMember("unit")?.Text(),
            Where = Matchers(json, "where"),
            Good = Matchers(json, "good"),
            Bad = Matchers(json, "bad"),
            Other = otherGood ?? json.OptionalMember("otherBad")?.Text(),
            OtherIsGood = otherGood is not null,
            Buckets = Buckets(json),
        };
        MustTell(json, level);
        if (level.Objectives.Any(objective => objective.IsLatency))
            MustHaveTimes(json, metric);

        return metric;
    }

    private static MetricKind Kind(JsonPlace json)
    {
        var name = json.OneOf([.. MetricKinds.All.Select(MetricKinds.Name)]);
        return MetricKinds.All.First(kind => kind.Name() == name);
    }

    /// <summary>Without anything that tells good from bad an objective about availability would always be kept; two could contradict each
    /// other.</summary>
    private static void MustTell(JsonPlace json, ServiceLevel level)
    {
        string[] outcomes = ["bad", "good", "otherBad", "otherGood"];
        var given = outcomes.Count(outcome => json.OptionalMember(outcome) is not null);
        if (given > 1 || (given == 0 && level.Objectives.Any(objective => !objective.IsLatency)))
            throw json.Invalid($"one of {string.Join(", ", outcomes)} tells good events from bad ones");
    }

    private static void MustHaveTimes(JsonPlace json, MetricSource metric)
    {
        if (metric.Kind != MetricKind.Histogram || DurationUnits.Milliseconds(metric.Unit) is null)
            throw json.Invalid("an objective about latency needs a histogram in a unit of time");

        if (metric.Other is not null)
            throw json.Invalid("another counter does not tell which events were fast");
    }

    private static EquatableArray<LabelMatcher> Matchers(JsonPlace json, string member)
    {
        if (json.OptionalMember(member) is not { } list)
            return default;

        var matchers = list.Items().Select(Matcher).ToEquatableArray();
        return matchers.Count > 0 ? matchers : throw list.Invalid("it selects nothing; such a member is left out");
    }

    private static LabelMatcher Matcher(JsonPlace json)
    {
        json.HasOnly("label", "operator", "value");
        var symbol = json.Member("operator").OneOf([.. LabelOperators.All.Select(LabelOperators.Symbol)]);
        var comparison = LabelOperators.All.First(candidate => candidate.Symbol() == symbol);
        var value = json.Member("value");
        if (comparison.TakesPattern() && !LabelPatterns.IsReadable(value.TextOrNothing()))
            throw value.Invalid("Prometheus cannot read the regular expression");

        return new(json.Member("label").Text(), comparison, value.TextOrNothing());
    }

    private static EquatableArray<decimal> Buckets(JsonPlace json)
    {
        if (json.OptionalMember("buckets") is not { } list)
            return default;

        var buckets = list.Items().Select(item => item.Number()).ToEquatableArray();
        return buckets.Count > 0 && buckets.Zip(buckets.Skip(1), (lower, upper) => lower < upper).All(ascends => ascends)
            ? buckets
            : throw list.Invalid("the bounds of buckets ascend");
    }
}
