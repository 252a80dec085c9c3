namespace Reliability;

/// <summary>The kinds of instruments that count events.</summary>
public enum InstrumentKind
{
    /// <summary>The kind that a well-known instrument has. Of any other, the kind must be said.</summary>
    Known,

    /// <summary>A counter of events.</summary>
    Counter,

    /// <summary>A histogram of the durations of events.</summary>
    Histogram,
}
