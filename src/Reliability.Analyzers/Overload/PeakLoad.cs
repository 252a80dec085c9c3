using Reliability.Analyzers.Slo;

namespace Reliability.Analyzers.Overload;

/// <summary>What the declared peak comes to, by Little's law.</summary>
/// <param name="capacity">The declared peak and limit.</param>
/// <param name="latency">How long calls take.</param>
internal sealed class PeakLoad(DeclaredCapacity capacity, PromisedLatency latency)
{
    /// <summary>The calls under way at a time, on average.</summary>
    public double AtATime { get; } = capacity.Peak * latency.MeanMilliseconds / 1000;

    /// <summary>How many must be admitted: on average there are <see cref="AtATime"/>, and as they come by chance, hardly ever more than
    /// two square roots above it. Null: more than a number of calls can be.</summary>
    public int? Enough => Math.Ceiling(AtATime + (2 * Math.Sqrt(AtATime))) is <= int.MaxValue and var enough ? (int)enough : null;

    /// <summary>The arithmetic.</summary>
    public string Text =>
        Spoken(capacity.Peak) + " calls a second, of which " + latency.Text + " (" + Spoken(latency.MeanMilliseconds) + " ms on average), are "
        + Spoken(AtATime) + " at a time; " + Spoken(capacity.Max) + " are admitted, so that " + Spoken(100 * (1 - (capacity.Max / AtATime)))
        + " % of the peak are turned away" + (Enough is { } enough ? "; MaxConcurrency = " + enough.ToString(System.Globalization.CultureInfo.InvariantCulture) + " is enough" : "");

    private static string Spoken(double number) => number < 1e15 ? SpokenNumbers.Number((decimal)number) : "1e15 or more";
}
