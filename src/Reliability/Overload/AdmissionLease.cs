namespace Reliability.Overload;

/// <summary>The place that a call has while it is under way. Dispose of it when the call ends: once counts, however often it is
/// done.</summary>
public readonly struct AdmissionLease : IDisposable, IEquatable<AdmissionLease>
{
    private readonly Permit? _permit;
    private readonly int _version;

    internal AdmissionLease(Permit permit, int version)
    {
        _permit = permit;
        _version = version;
    }

    /// <summary>Says that the call failed: an adaptive limit does not take its time for the time that a call needs.</summary>
    /// <returns>Always false; fit for an exception filter.</returns>
    public bool Fail()
    {
        _permit?.Limiter.Fail(_permit, _version);
        return false;
    }

    /// <summary>Ends the call.</summary>
    public void Dispose() => _permit?.Limiter.Leave(_permit, _version);

    /// <summary>Ends the call as if it had never been: how long it took says nothing to an adaptive limit.</summary>
    internal void Forget() => _permit?.Limiter.Leave(_permit, _version, isSample: false);

    /// <summary>Says what an adaptive limit is to compare the call with.</summary>
    /// <param name="kind">The others of its kind behind the same gate.</param>
    internal void Tell(CallKind kind) => _permit?.Limiter.Tell(_permit, _version, kind);

    /// <summary>Says that the call begins only now: what it has waited for meanwhile was somebody else's turn.</summary>
    internal void Restart() => _permit?.Limiter.Restart(_permit, _version);

    /// <inheritdoc />
    public bool Equals(AdmissionLease other) => _permit == other._permit && _version == other._version;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is AdmissionLease other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_permit, _version);

    /// <summary>Whether both are the same place.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(AdmissionLease left, AdmissionLease right) => left.Equals(right);

    /// <summary>Whether they are different places.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(AdmissionLease left, AdmissionLease right) => !left.Equals(right);
}
