namespace Reliability;

/// <summary>Promises, on an <see cref="SloProfile"/>, that a share of all events succeeds within a time.</summary>
/// <remarks>An event that fails is never fast: it counts as bad here as well. May be given several times with different
/// thresholds (half within 100 ms, 99 % within 1 s).</remarks>
/// <param name="target">The share in percent: 99 means 99 of 100. Above 1 and below 100.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = true)]
public sealed class LatencyAttribute(double target) : Attribute
{
    /// <summary>The share in percent.</summary>
    public double Target { get; } = target;

    /// <summary>The time within which an event counts as good, in milliseconds. Above 0; required.</summary>
    public double Milliseconds { get; set; }
}
