using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;
using Reliability.Declarations;
using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>REL0107: a latency threshold of a <c>[MetricSlo]</c> that is not the bound of one of the histogram's buckets, so that no series
/// counts what is faster.</summary>
/// <remarks>
/// The buckets are those that the attribute says, or those of a well-known instrument. Reports also where nobody says any. At the
/// threshold, or where a profile has it, at the attribute. Nothing about <c>[Slo]</c>: its events are counted against the threshold itself.
/// </remarks>
internal sealed class ThresholdIsNoBucketRule() : Rule(
    "REL0107", "Threshold is no bucket", Categories.Slo, DiagnosticSeverity.Warning,
    "{0}",
    "A histogram knows only how many events were faster than the bounds of its buckets; asked for another bound, it knows of no fast event at all, and somebody is paged.")
{
    /// <summary>The threshold becomes the value.</summary>
    internal const string Replace = "Replace";

    public override void Start(RuleStart start)
    {
        if (start.Type(TypeNames.MetricLevel) is null)
            return;

        Promise.OnEach(start.Compilation, (promise, node) =>
        {
            if (promise.Metric is not { Kind: MetricKind.Histogram } metric || DurationUnits.Milliseconds(metric.Unit) is not { } unit)
                return;

            foreach (var objective in promise.Level.Objectives)
            {
                if (objective.ThresholdMilliseconds is not { } threshold || metric.Buckets.Any(bound => bound * unit == threshold))
                    continue;

                var neighbours = new BucketNeighbours(threshold, metric.Buckets.Select(bound => bound * unit));
                promise.Report(
                    node, this, promise.At("LatencyMilliseconds"),
                    promise.Profile is null && neighbours.Nearest is { } nearest ? DiagnosticProperties.With(Replace, BucketNeighbours.Literal(nearest)) : DiagnosticProperties.None,
                    neighbours.Text(metric.Name));
            }
        });
    }
}
