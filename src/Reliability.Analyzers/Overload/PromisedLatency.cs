using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Slo;
using Reliability.Declarations;

namespace Reliability.Analyzers.Overload;

/// <summary>A share of calls that ends within a time.</summary>
/// <param name="Percent">The share, in percent.</param>
/// <param name="Milliseconds">The time.</param>
internal sealed record PromisedLatency(decimal Percent, decimal Milliseconds)
{
    // A time beyond this is a mistake in the unit, and far inside the range of a decimal.
    private const double MaxMilliseconds = 1e12;

    /// <summary>The average of calls that just keep this, in milliseconds. Calls whose times are spread exponentially, as those are that
    /// queue for something, take five times the average in fewer than one of a hundred; real ones have longer tails, and a lower
    /// average.</summary>
    public double MeanMilliseconds => (double)Milliseconds / Math.Log(1 / (double)(1m - (Percent / 100m)));

    /// <summary>In words: <c>99 % end within 300 ms</c>.</summary>
    public string Text => SpokenNumbers.Exactly(Percent) + " % end within " + SpokenNumbers.Exactly(Milliseconds) + " ms";

    /// <summary>Of what a thing promises the one that asks for the lowest average, or null: it promises none.</summary>
    public static PromisedLatency? Of(ISymbol target)
    {
        if (OperationReader.PromisesOf(target) is not [var slo] || slo.IsBroken() || LevelReader.Read(slo) is not { } level)
            return null;

        return level.Objectives
            .Select(objective => (objective.Target, Milliseconds: objective.ThresholdMilliseconds ?? TimeoutOf(target)))
            .Where(objective => objective.Milliseconds is not null)
            .Select(objective => new PromisedLatency(objective.Target, objective.Milliseconds!.Value))
            .OrderBy(latency => latency.MeanMilliseconds)
            .FirstOrDefault();
    }

    /// <summary>After this time a call has failed, and the availability says how many may.</summary>
    private static decimal? TimeoutOf(ISymbol target) =>
        target.GetAttributes().FirstOrDefault(attribute => attribute.Is("Reliability.TimeoutAttribute"))?.FirstNumber() is > 0 and < MaxMilliseconds and var milliseconds
            ? (decimal)milliseconds
            : null;
}
