namespace Reliability.Deadlines;

/// <summary>The part of a method that a deadline binds.</summary>
public readonly struct DeadlineScope : IDisposable, IEquatable<DeadlineScope>
{
    private readonly CallState? _outer;

    internal DeadlineScope(CallState? outer) => _outer = outer;

    /// <summary>Ends it: the deadline that was there before is there again.</summary>
    public void Dispose()
    {
        if (CallState.Current != _outer)
            CallState.Current = _outer;
    }

    /// <inheritdoc />
    public bool Equals(DeadlineScope other) => _outer == other._outer;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is DeadlineScope other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _outer?.GetHashCode() ?? 0;

    /// <summary>Whether both end alike.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(DeadlineScope left, DeadlineScope right) => left.Equals(right);

    /// <summary>Whether they end differently.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(DeadlineScope left, DeadlineScope right) => !left.Equals(right);
}
