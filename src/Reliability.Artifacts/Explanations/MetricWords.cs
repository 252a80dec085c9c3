using Reliability.Model;

namespace Reliability.Artifacts.Explanations;

/// <summary>What a metric of somebody else says about an objective, in OpenTelemetry's names.</summary>
internal static class MetricWords
{
    public static string Of(MetricSource metric, ServiceLevel level)
    {
        var kind = metric.Kind == MetricKind.Histogram ? "histogram" : "counter";
        var unit = metric.Unit is { } written ? $" in {written}" : "";
        var where = metric.Where.Count > 0 ? $" where {Matchers(metric.Where)}" : "";
        return $"by the {kind} {metric.Name}{unit}{where}; {Outcome(metric)}{Speed(metric, level)}";
    }

    private static string Outcome(MetricSource metric) => metric switch
    {
        { Other: { } other, OtherIsGood: true } => $"good is what {other} counts",
        { Other: { } other } => $"bad is what {other} counts",
        { Bad.Count: > 0 } => $"bad is {Matchers(metric.Bad)}",
        { Good.Count: > 0 } => $"good is {Matchers(metric.Good)}",
        _ => "good is what is fast enough",
    };

    private static string Speed(MetricSource metric, ServiceLevel level) =>
        metric.Buckets.Count > 0 && level.Objectives.Any(objective => objective.IsLatency)
            ? $"; its buckets end at {string.Join(", ", metric.Buckets.Select(Words.Number))}"
            : "";

    private static string Matchers(IEnumerable<LabelMatcher> matchers) => Words.List([.. matchers.Select(matcher =>
        $"{matcher.Label} {Compared(matcher.Operator)} '{matcher.Value}'")]);

    private static string Compared(LabelOperator comparison) => comparison switch
    {
        LabelOperator.IsNot => "is not",
        LabelOperator.Matches => "matches",
        LabelOperator.MatchesNot => "does not match",
        _ => "is",
    };
}
