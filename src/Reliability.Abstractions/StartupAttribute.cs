namespace Reliability;

/// <summary>A check of <c>/health/startup</c>: until it first succeeds, nothing else is asked.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class StartupAttribute : HealthCheckAttribute;
