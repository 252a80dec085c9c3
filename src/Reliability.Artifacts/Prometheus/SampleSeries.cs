using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>A raw series that was made up for a test.</summary>
/// <param name="Metric">The name in Prometheus.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Where">What the rules look for when they look for this objective's events.</param>
/// <param name="PerGood">How much it counts for each good event.</param>
/// <param name="PerBad">How much it counts for each bad event.</param>
internal sealed record SampleSeries(
    string Metric, IReadOnlyList<(string Label, string Value)> Labels, EquatableArray<LabelMatcher> Where, int PerGood, int PerBad)
{
    /// <summary>The series in promtool's notation, with labels that something else than the promise gave it.</summary>
    public string Selector(params IEnumerable<(string Label, string Value)> more) =>
        PromQl.Select(Metric, [.. Labels, .. more.Where(label => !Labels.Any(own => own.Label == label.Label))]);

    public string Values(Timeline timeline) => timeline.Values(PerGood, PerBad);

    /// <summary>Whether a query for another objective's events would find this one.</summary>
    public bool Collides(SampleSeries other) => Metric == other.Metric && other.Where.All(matcher => LabelMatching.Matches(matcher, Labels));
}
