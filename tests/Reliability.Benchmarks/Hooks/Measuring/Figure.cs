namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>What one contender took for one subject, beside code written by hand in the same run.</summary>
/// <param name="Subject">The shape of the operation.</param>
/// <param name="Listener">Who listened.</param>
/// <param name="Contender">Who did the measuring.</param>
/// <param name="Nanoseconds">The time of one call.</param>
/// <param name="Bytes">What one call allocates.</param>
/// <param name="ToHandWritten">The ratio of times to <see cref="HandWritten"/>.</param>
/// <param name="AboveRaw">The time above <see cref="Raw"/>, in nanoseconds.</param>
internal sealed record Figure(
    string Subject, ListenerState Listener, string Contender, double Nanoseconds, double Bytes, double ToHandWritten, double AboveRaw)
{
    public const string Raw = "Raw";

    /// <summary>The raw code a second time, compiled apart: what lies between these two is what cannot be told here.</summary>
    public const string Twin = "Twin";

    public const string HandWritten = "HandWritten";
    public const string Ours = "Ours";

    /// <summary>The medians of figures of the same thing.</summary>
    public static Figure Median(IEnumerable<Figure> figures)
    {
        var all = figures.ToList();
        return all[0] with
        {
            Nanoseconds = Middle(all.Select(figure => figure.Nanoseconds)),
            Bytes = Middle(all.Select(figure => figure.Bytes)),
            ToHandWritten = Middle(all.Select(figure => figure.ToHandWritten)),
            AboveRaw = Middle(all.Select(figure => figure.AboveRaw)),
        };
    }

    /// <summary>The median.</summary>
    public static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
