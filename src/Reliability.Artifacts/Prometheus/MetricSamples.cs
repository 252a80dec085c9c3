using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Makes up series of a metric that somebody else publishes: one for good events and one for bad ones.</summary>
internal static class MetricSamples
{
    private const int MostAssignments = 4096;

    /// <summary>The series; null where no labels are found that the selectors take for good and for bad.</summary>
    public static IReadOnlyList<SampleSeries>? Of(MetricSource source, Objective objective, MetricNames names)
    {
        if (Example(source, isGood: true) is not { } good)
            return null;

        if (objective.IsLatency)
            return Latency(source, objective, names, good);

        var whole = source.Kind == MetricKind.Histogram ? names.HistogramCount(source.Name, source.Unit) : names.Counter(source.Name, source.Unit);
        if (source.Other is { } other)
        {
            return
            [
                new(whole, good, source.Where, PerGood: 1, PerBad: 1),
                new(names.Counter(other, source.Unit), good, source.Where, PerGood: source.OtherIsGood ? 1 : 0, PerBad: source.OtherIsGood ? 0 : 1),
            ];
        }

        return Example(source, isGood: false) is { } bad
            ? [new(whole, good, source.Where, PerGood: 1, PerBad: 0), new(whole, bad, source.Where, PerGood: 0, PerBad: 1)]
            : null;
    }

    /// <summary>Bad events are slow ones.</summary>
    private static IReadOnlyList<SampleSeries> Latency(
        MetricSource source, Objective objective, MetricNames names, IReadOnlyList<(string Label, string Value)> good)
    {
        var bucket = names.HistogramBucket(source.Name, source.Unit);
        return
        [
            new(names.HistogramCount(source.Name, source.Unit), good, source.Where, PerGood: 1, PerBad: 1),
            new(bucket, [.. good, ("le", Bound(MetricIndicator.Bound(source, objective)))], source.Where, PerGood: 1, PerBad: 0),
            new(bucket, [.. good, ("le", "+Inf")], source.Where, PerGood: 1, PerBad: 1),
        ];
    }

    /// <summary>As OpenMetrics and Prometheus 3 spell a whole number: the spelling that is most often forgotten.</summary>
    private static string Bound(string bound) => bound.Contains('.', StringComparison.Ordinal) ? bound : bound + ".0";

    private static List<(string Label, string Value)>? Example(MetricSource source, bool isGood) =>
        Assignments([.. source.Where, .. source.Good, .. source.Bad])
            .Take(MostAssignments)
            .FirstOrDefault(labels => All(source.Where, labels) && IsGood(source, labels) == isGood)?
            .Where(label => label.Value.Length > 0).ToList();

    private static bool IsGood(MetricSource source, IReadOnlyList<(string, string)> labels) =>
        All(source.Good, labels) && (source.Bad.Count == 0 || !All(source.Bad, labels));

    private static bool All(EquatableArray<LabelMatcher> matchers, IReadOnlyList<(string, string)> labels) =>
        matchers.All(matcher => LabelMatching.Matches(matcher, labels));

    /// <summary>Every way of giving each label one of the values that its matchers speak of.</summary>
    private static IEnumerable<IReadOnlyList<(string Label, string Value)>> Assignments(IReadOnlyList<LabelMatcher> matchers) =>
        matchers
            .GroupBy(matcher => MetricNames.Label(matcher.Label), StringComparer.Ordinal)
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Aggregate(
                (IEnumerable<IReadOnlyList<(string, string)>>)[[]],
                (assignments, label) => assignments.SelectMany(_ => Values(label), (assignment, value) =>
                    (IReadOnlyList<(string, string)>)[.. assignment, (label.Key, value)]));

    private static IEnumerable<string> Values(IEnumerable<LabelMatcher> matchers) =>
        matchers.SelectMany(matcher => matcher.Operator is LabelOperator.Is or LabelOperator.IsNot
                ? [matcher.Value]
                : RegexExamples.Of(matcher.Value))
            .Concat(["other", "", "0"])
            .Distinct(StringComparer.Ordinal);
}
