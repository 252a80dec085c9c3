namespace Reliability.Overload;

/// <summary>How much work an <see cref="AdmissionGate"/> lets in: a <c>[Capacity]</c> with its defaults filled in.</summary>
public sealed record CapacityLimits
{
    /// <summary>The calls that may be under way at a time. Above 0.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>The calls that may wait for their turn. Default: 0, none.</summary>
    public int QueueLimit { get; init; }

    /// <summary>How long a call may wait for its turn. Above 0. Default: 100 ms.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether the limit follows the latency.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>The limit below which an adaptive one never falls. Above 0, not above <see cref="MaxConcurrency"/>.</summary>
    public int MinConcurrency { get; init; } = 1;

    /// <summary>Says what cannot be meant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(QueueLimit);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(QueueTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(QueueTimeout.TotalMilliseconds, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MinConcurrency, MaxConcurrency);
    }
}
