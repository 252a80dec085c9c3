using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>A call on its way through a <see cref="SimulatedService"/>.</summary>
/// <param name="traffic">What it is one of.</param>
/// <param name="at">When its caller wanted to call, in milliseconds.</param>
internal sealed class SimulatedCall(SimulatedTraffic traffic, double at)
{
    public SimulatedTraffic Traffic => traffic;

    public double At => at;

    /// <summary>The answer of the gate while it is waited for.</summary>
    public Task<Admission>? Entering { get; set; }

    /// <summary>Its place.</summary>
    public AdmissionLease Lease { get; set; }

    public bool HasEnded { get; set; }

    public bool HasGivenUp { get; set; }
}
