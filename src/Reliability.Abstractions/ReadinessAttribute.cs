namespace Reliability;

/// <summary>A check of <c>/health/ready</c>: while it fails, no new requests are sent here.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ReadinessAttribute : HealthCheckAttribute;
