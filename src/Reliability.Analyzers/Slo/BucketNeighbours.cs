using System.Globalization;

namespace Reliability.Analyzers.Slo;

/// <summary>The buckets next to a threshold that is none.</summary>
internal sealed class BucketNeighbours
{
    private readonly decimal _threshold;
    private readonly decimal? _below;
    private readonly decimal? _above;

    /// <param name="threshold">The threshold, in milliseconds.</param>
    /// <param name="bounds">The bounds of the buckets, in milliseconds, ascending. A bound of 0 counts nothing that takes time.</param>
    public BucketNeighbours(decimal threshold, IEnumerable<decimal> bounds)
    {
        _threshold = threshold;
        foreach (var bound in bounds.Where(bound => bound > 0m))
        {
            if (bound < threshold)
                _below = bound;
            else
                _above ??= bound;
        }
    }

    /// <summary>The nearer of the two; the slower of two equally near ones, because it can be kept. Null where no bucket is known.</summary>
    public decimal? Nearest =>
        _below is not { } below ? _above
        : _above is not { } above ? below
        : above - _threshold <= _threshold - below ? above : below;

    /// <summary>What is wrong, and what to do.</summary>
    /// <param name="metric">The histogram.</param>
    public string Text(string metric) => Nearest is null
        ? "Nobody says which buckets '" + metric + "' has, so " + Milliseconds(_threshold)
            + " may be none of them, and then every event counts as too slow and somebody is paged; add Buckets with the bounds that the histogram has"
        : "'" + metric + "' has no bucket of " + Milliseconds(_threshold) + ", so every event counts as too slow and somebody is paged; take " + Choice()
            + ", or give the histogram this bucket and say so with Buckets";

    /// <summary>A number as source.</summary>
    public static string Literal(decimal milliseconds) => milliseconds.ToString("0.############", CultureInfo.InvariantCulture);

    private string Choice() => (_below, _above) switch
    {
        ({ } below, { } above) => Milliseconds(below) + " or " + Milliseconds(above),
        ({ } below, null) => Milliseconds(below) + ", its slowest",
        (_, { } above) => Milliseconds(above) + ", its fastest",
        _ => "",
    };

    private static string Milliseconds(decimal value) => SpokenNumbers.Exactly(value) + " ms";
}
