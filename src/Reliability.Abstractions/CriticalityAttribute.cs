namespace Reliability;

/// <summary>Says how much it matters that calls of an endpoint are answered. It travels with the calls that they make in
/// turn.</summary>
/// <remarks>A caller may ask for less; for more only where <c>Reliability:Overload:TrustCallers</c> is true.</remarks>
/// <param name="level">The criticality.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class CriticalityAttribute(Criticality level) : Attribute
{
    /// <summary>The criticality.</summary>
    public Criticality Level { get; } = level;
}
