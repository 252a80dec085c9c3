using System.Globalization;
using System.Text.RegularExpressions;
using Reliability.Artifacts.Prometheus;
using Reliability.Model;

namespace Reliability.Artifacts.Queries;

/// <summary>Finds the instrument behind queries for all and for good or bad events. Whatever it finds, our exporters ask for the same
/// series again.</summary>
internal static partial class IndicatorFinder
{
    // Far beyond any bound that is meant, and far inside the range of a decimal.
    private const decimal LargestBound = 1_000_000_000_000_000m;

    private const string CountSuffix = "_count";
    private const string BucketSuffix = "_bucket";
    private const string TotalSuffix = "_total";
    private const string BoundLabel = "le";

    private static readonly MetricNames s_names = new(MetricNaming.PrometheusExporter);

    private static readonly string[] s_ownCounters = [.. Enum.GetValues<MetricNaming>().Select(naming => new MetricNames(naming).Events)];

    // Longer ones first: milliseconds end with seconds.
    private static readonly (string Suffix, string Unit)[] s_units =
        [("_milliseconds", "ms"), ("_microseconds", "us"), ("_nanoseconds", "ns"), ("_seconds", "s"), ("_minutes", "min"), ("_hours", "h")];

    /// <summary>The instrument behind two queries.</summary>
    /// <exception cref="QueryException">There is none that can be carried over.</exception>
    public static FoundIndicator Find(string total, string part, bool partIsGood, bool isCounter = false)
    {
        var all = QueryReader.Read(total);
        return Find(all, QueryReader.Read(part), partIsGood, isCounter);
    }

    /// <summary>The instrument behind a query for a share of events.</summary>
    /// <exception cref="QueryException">There is none that can be carried over.</exception>
    public static FoundIndicator FindRatio(string query, bool isGood)
    {
        var (part, total, isRest) = QueryReader.ReadRatio(query);
        return Find(total, part, isGood != isRest, isCounter: false);
    }

    /// <summary>The histogram behind a quantile, and the promise that is meant: a share of events within a time.</summary>
    /// <exception cref="QueryException">It is no quantile of a histogram of times.</exception>
    public static (FoundIndicator Indicator, decimal Target) FindQuantile(string query, decimal bound)
    {
        if (QueryReader.Read(query) is not Quantile { Buckets: Counted buckets } quantile)
            throw new QueryException("it is no quantile of a histogram, and a value has no events to count");

        if (quantile.Share is <= 0m or >= 1m || !buckets.Metric.EndsWith(BucketSuffix, StringComparison.Ordinal))
            throw new QueryException("it is no quantile of the buckets of a histogram");

        var source = Histogram(buckets.Metric[..^BucketSuffix.Length], buckets.Matchers);
        return (new(source, null, Milliseconds(source, bound)), quantile.Share * 100m);
    }

    private static FoundIndicator Find(Query total, Query part, bool partIsGood, bool isCounter)
    {
        var all = total as Counted ?? throw new QueryException("all events are not the count of one metric");
        if (all.Function is null && !isCounter)
            throw new QueryException("it is the value of something that is not said to be a counter");

        if (part is Difference { Part: Counted rest } difference)
            return Find(all, difference.Whole == all ? rest : throw new QueryException("it subtracts from something else than all events"), !partIsGood);

        return Find(all, part as Counted ?? throw new QueryException("it is not the count of one metric"), partIsGood);
    }

    private static FoundIndicator Find(Counted all, Counted some, bool partIsGood)
    {
        if ((all.Function, all.Range) != (some.Function, some.Range))
            throw new QueryException("the two queries look at different ranges");

        if (s_ownCounters.Contains(all.Metric))
            return Own(all, some, partIsGood);

        if (Base(all) is { } histogram)
            return OfHistogram(all, some, partIsGood, histogram);

        return new(OfCounter(all, some, partIsGood), null, null);
    }

    /// <summary>The name of a histogram without what Prometheus appends, where all events are its count.</summary>
    private static string? Base(Counted all)
    {
        if (all.Metric.EndsWith(CountSuffix, StringComparison.Ordinal))
            return all.Metric[..^CountSuffix.Length];

        var isInfinite = all.Matchers.Any(matcher => matcher is { Label: BoundLabel, Operator: LabelOperator.Is, Value: "+Inf" });
        return isInfinite && all.Metric.EndsWith(BucketSuffix, StringComparison.Ordinal) ? all.Metric[..^BucketSuffix.Length] : null;
    }

    private static FoundIndicator OfHistogram(Counted all, Counted some, bool partIsGood, string name)
    {
        var where = all.Matchers.Where(matcher => matcher.Label != BoundLabel).ToEquatableArray();
        var source = Histogram(name, where);
        if (some.Metric != name + BucketSuffix)
            return new(some.Metric == all.Metric ? Divided(source, all, some, partIsGood) : throw Unrelated(all, some), null, null);

        if (!partIsGood)
            throw new QueryException("the events of a bucket are the fast ones, and they are said to be bad");

        var bounds = some.Matchers.Where(matcher => matcher.Label == BoundLabel).ToList();
        if (bounds is not [var le] || Bound(le) is not { } bound)
            throw new QueryException("it does not select one bucket");

        var good = Rest(where, some.Matchers.Where(matcher => matcher.Label != BoundLabel));
        return new(source with { Good = good }, null, Milliseconds(source, bound));
    }

    private static MetricSource OfCounter(Counted all, Counted some, bool partIsGood)
    {
        var source = Counter(all.Metric) with { Where = Labels(all.Matchers) };
        if (some.Metric == all.Metric)
            return Divided(source, all, some, partIsGood);

        if (!Same(all.Matchers, some.Matchers))
            throw Unrelated(all, some);

        return source with { Other = Counter(some.Metric).Name, OtherIsGood = partIsGood };
    }

    private static MetricSource Divided(MetricSource source, Counted all, Counted some, bool partIsGood)
    {
        var rest = Rest(all.Matchers, some.Matchers);
        if (rest.Count == 0)
            throw new QueryException("both queries count the same events");

        return partIsGood ? source with { Good = rest } : source with { Bad = rest };
    }

    /// <summary>What selects a part of what is selected already.</summary>
    private static EquatableArray<LabelMatcher> Rest(IEnumerable<LabelMatcher> all, IEnumerable<LabelMatcher> some)
    {
        var known = all.ToList();
        var selected = some.ToList();
        return known.TrueForAll(selected.Contains)
            ? Labels(selected.Where(matcher => !known.Contains(matcher)))
            : throw new QueryException("it counts events that are not among all events");
    }

    private static bool Same(EquatableArray<LabelMatcher> one, EquatableArray<LabelMatcher> other) => one.Count == other.Count && one.All(other.Contains);

    private static QueryException Unrelated(Counted all, Counted some) =>
        new($"'{some.Metric}' and '{all.Metric}' do not count the same events");

    private static FoundIndicator Own(Counted all, Counted some, bool partIsGood)
    {
        var outcome = new LabelMatcher(MetricNames.Label(Telemetry.Outcome), LabelOperator.Is, partIsGood ? Telemetry.Good : Telemetry.Bad);
        var (service, slo, objective) = (Value(all, Telemetry.Service), Value(all, Telemetry.Slo), Value(all, Telemetry.Objective));
        if (service is null || slo is null || objective is null || some.Metric != all.Metric || !Same(all.Matchers.Append(outcome).ToEquatableArray(), some.Matchers))
            throw new QueryException("it does not select the good or bad events of one objective of ours");

        return new(null, new(service, slo), objective == "availability"
            ? null
            : LatencyName().Match(objective) is { Success: true } latency && Number(latency.Groups[1].Value) is > 0m and var threshold
                ? threshold
                : throw new QueryException($"'{Printable.Text(objective)}' is none of our objectives"));
    }

    private static string? Value(Counted counted, string label) => counted.Matchers
        .FirstOrDefault(matcher => matcher.Operator == LabelOperator.Is && matcher.Label == MetricNames.Label(label))?.Value;

    private static MetricSource Histogram(string name, EquatableArray<LabelMatcher> where)
    {
        var known = Known(MetricKind.Histogram, known => s_names.HistogramCount(known.Name, known.Unit) == name + CountSuffix);
        var (suffix, unit) = Array.Find(s_units, unit => name.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var source = known ?? new() { Name = suffix is null ? name : name[..^suffix.Length], Kind = MetricKind.Histogram, Unit = unit };
        return s_names.HistogramCount(source.Name, source.Unit) == name + CountSuffix
            ? source with { Where = Labels(where.Where(matcher => matcher.Label != BoundLabel)) }
            : throw NoInstrument(name);
    }

    private static MetricSource Counter(string name)
    {
        if (!name.EndsWith(TotalSuffix, StringComparison.Ordinal))
            throw new QueryException($"the metric '{Printable.Text(name)}' does not end with {TotalSuffix}, as every counter of OpenTelemetry does");

        var known = Known(MetricKind.Counter, known => s_names.Counter(known.Name, known.Unit) == name);
        var source = known ?? new() { Name = name[..^TotalSuffix.Length], Kind = MetricKind.Counter };
        return s_names.Counter(source.Name, source.Unit) == name ? source : throw NoInstrument(name);
    }

    private static MetricSource? Known(MetricKind kind, Func<KnownInstrument, bool> isIt) =>
        KnownInstruments.All.FirstOrDefault(known => known.Kind == kind && isIt(known)) is { } known
            ? new() { Name = known.Name, Kind = kind, Unit = known.Unit }
            : null;

    private static EquatableArray<LabelMatcher> Labels(IEnumerable<LabelMatcher> matchers)
    {
        var labels = matchers.ToEquatableArray();
        return labels.FirstOrDefault(label => MetricNames.Label(label.Label) != label.Label) is { } odd ? throw NoInstrument(odd.Label) : labels;
    }

    private static QueryException NoInstrument(string name) => new($"no name of OpenTelemetry becomes '{Printable.Text(name)}' in Prometheus");

    private static decimal Milliseconds(MetricSource histogram, decimal bound) =>
        bound is > 0m and < LargestBound && DurationUnits.Milliseconds(histogram.Unit) is { } unit
            ? bound * unit
            : throw new QueryException("the name of the histogram does not say what a second is, or the bound is no time");

    private static decimal? Bound(LabelMatcher le) => le.Operator switch
    {
        LabelOperator.Is => Number(le.Value),

        // Both spellings of a whole number, as we write them ourselves.
        LabelOperator.Matches => EitherSpelling().Match(le.Value) is { Success: true } match ? Number(match.Groups[1].Value) : null,
        _ => null,
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"\A([0-9]+)\(\\?\.0\)\?\z")]
    private static partial Regex EitherSpelling();

    [GeneratedRegex(@"\Alatency-([0-9.]+)ms\z")]
    private static partial Regex LatencyName();
}
