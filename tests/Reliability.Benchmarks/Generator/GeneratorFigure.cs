namespace Reliability.Benchmarks.Generator;

/// <summary>What a generator took.</summary>
/// <param name="Contender">Whose it is.</param>
/// <param name="Methods">How many methods it found.</param>
/// <param name="Cold">Its first run.</param>
/// <param name="Stroke">A run after an unrelated key stroke.</param>
internal sealed record GeneratorFigure(string Contender, int Methods, Sample Cold, Sample Stroke);

/// <summary>Some runs of the same thing.</summary>
/// <param name="Least">The least processor time, in milliseconds: what the machine's other work disturbs least.</param>
/// <param name="Median">The median of times.</param>
/// <param name="Allocated">The median of what was allocated, in KiB.</param>
internal sealed record Sample(double Least, double Median, double Allocated)
{
    public static Sample Of(IReadOnlyList<(double Milliseconds, double Allocated)> runs) => new(
        runs.Min(run => run.Milliseconds),
        MedianOf(runs.Select(run => run.Milliseconds)),
        MedianOf(runs.Select(run => run.Allocated)));

    private static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
