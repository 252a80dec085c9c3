namespace Reliability;

/// <summary>Promises, on an <see cref="SloProfile"/>, that a share of all events succeeds.</summary>
/// <param name="target">The share in percent: 99.9 means 999 of 1,000. Above 1 and below 100, because a target of 100
/// leaves no error budget to spend.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class AvailabilityAttribute(double target) : Attribute
{
    /// <summary>The share in percent.</summary>
    public double Target { get; } = target;
}
