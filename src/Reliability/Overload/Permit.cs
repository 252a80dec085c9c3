namespace Reliability.Overload;

/// <summary>What stands behind a lease. Used again for later calls; the version tells whose turn it is, so that a lease that is disposed
/// of twice takes nothing from the next call.</summary>
internal sealed class Permit(AdmissionLimiter limiter)
{
    public AdmissionLimiter Limiter { get; } = limiter;

    public int Version { get; set; }

    public Criticality Criticality { get; set; }

    public long Start { get; set; }

    public bool HasFailed { get; set; }

    public CallKind? Kind { get; set; }

    /// <summary>The next one in the pool.</summary>
    public Permit? Next { get; set; }
}
