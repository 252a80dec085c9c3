namespace Reliability.Overload;

/// <summary>The answer of a gate.</summary>
/// <param name="Lease">The place, if there is one.</param>
/// <param name="Refusal">Why there is none; null when there is.</param>
internal readonly record struct Admission(AdmissionLease Lease, ShedReason? Refusal)
{
    public static Admission Refused(ShedReason reason) => new(default, reason);
}
