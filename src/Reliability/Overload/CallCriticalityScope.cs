using Reliability.Deadlines;

namespace Reliability.Overload;

/// <summary>The part of a method for which a criticality holds.</summary>
public readonly struct CallCriticalityScope : IDisposable, IEquatable<CallCriticalityScope>
{
    private readonly CallState? _outer;

    internal CallCriticalityScope(CallState? outer) => _outer = outer;

    /// <summary>Ends it: what was said before holds again.</summary>
    public void Dispose()
    {
        if (CallState.Current != _outer)
            CallState.Current = _outer;
    }

    /// <inheritdoc />
    public bool Equals(CallCriticalityScope other) => _outer == other._outer;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is CallCriticalityScope other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _outer?.GetHashCode() ?? 0;

    /// <summary>Whether both end alike.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(CallCriticalityScope left, CallCriticalityScope right) => left.Equals(right);

    /// <summary>Whether they end differently.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(CallCriticalityScope left, CallCriticalityScope right) => !left.Equals(right);
}
