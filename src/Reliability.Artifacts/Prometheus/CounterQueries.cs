using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>The counters behind an objective as they stand, for formats whose readers take the rates themselves. They are not summed
/// up: a sum of counters falls when one of them restarts, and a rate of it would take all others for new.</summary>
/// <param name="Total">Selects the counters of all events.</param>
/// <param name="Part">Selects those of good, or of bad events.</param>
/// <param name="Except">Selects what is not meant among <paramref name="Part"/>; null when all of it is.</param>
/// <param name="PartIsGood">Whether the part is the good one.</param>
internal sealed record CounterQueries(string Total, string Part, string? Except, bool PartIsGood)
{
    /// <summary>The part in one expression.</summary>
    public string PartAsItStands => Except is null ? Part : $"{Part}\nunless\n{Except}";

    /// <summary>Bad events a second over a window, spelled as some reader wants it.</summary>
    public string BadRate(string window)
    {
        var part = Except is null ? Rate(Part, window) : $"sum(rate({Part}[{window}]) unless rate({Except}[{window}]))";
        return PartIsGood ? $"{TotalRate(window)}\n-\n{part}" : part;
    }

    /// <summary>All events a second over a window.</summary>
    public string TotalRate(string window) => Rate(Total, window);

    public static CounterQueries Of(ServiceIdentity service, Operation operation, Objective objective, MetricNames names) =>
        operation.Metric is { } metric
            ? OfMetric(new(names, metric, objective), metric, objective, names)
            : OfEvents(new(names, service.Name, operation.Name, objective.Name));

    private static CounterQueries OfEvents(EventIndicator events) =>
        new(events.Series(), events.Series((MetricNames.Label(Telemetry.Outcome), Telemetry.Good)), null, PartIsGood: true);

    private static CounterQueries OfMetric(MetricIndicator indicator, MetricSource source, Objective objective, MetricNames names)
    {
        var total = MetricIndicator.Select(indicator.Whole, source.Where);
        if (objective.IsLatency)
        {
            var bucket = names.HistogramBucket(source.Name, source.Unit);
            var failed = source.Bad.Count > 0 ? Bucket([.. source.Where, .. source.Bad]) : null;
            return new(total, Bucket([.. source.Where, .. source.Good]), failed, PartIsGood: true);

            string Bucket(IEnumerable<LabelMatcher> matchers) => MetricIndicator.Select(bucket, matchers, indicator.Threshold);
        }

        if (source.Other is { } other)
            return new(total, MetricIndicator.Select(names.Counter(other, source.Unit), source.Where), null, source.OtherIsGood);

        return source.Bad.Count > 0
            ? new(total, MetricIndicator.Select(indicator.Whole, [.. source.Where, .. source.Bad]), null, PartIsGood: false)
            : new(total, MetricIndicator.Select(indicator.Whole, [.. source.Where, .. source.Good]), null, PartIsGood: true);
    }

    private static string Rate(string selector, string window) => $"sum(rate({selector}[{window}]))";
}
