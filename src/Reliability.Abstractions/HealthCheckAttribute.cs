namespace Reliability;

/// <summary>What every attribute that makes a method a health check has in common. Use <see cref="LivenessAttribute"/>,
/// <see cref="ReadinessAttribute"/>, <see cref="StartupAttribute"/> or <see cref="HealthGroupAttribute"/>; several on one method
/// make one check of several groups.</summary>
/// <remarks>The method is static, or an instance method of a registered service; it takes nothing or a <c>CancellationToken</c>, and
/// returns <c>bool</c>, <c>HealthCheckResult</c>, a <c>Task</c> or <c>ValueTask</c> of those, or a plain <c>Task</c> or
/// <c>ValueTask</c>. To throw is unhealthy.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public abstract class HealthCheckAttribute : Attribute
{
    private protected HealthCheckAttribute()
    {
    }

    /// <summary>The name of the check, unique in the service. Defaults to the method in kebab-case.</summary>
    public string? Name { get; set; }

    /// <summary>How long the check may take, in milliseconds, before it is unhealthy. Above 0 and below 1000: the kubelet gives up after a
    /// second. Without it: what <c>Reliability:Health:Timeout</c> says.</summary>
    public int TimeoutMilliseconds { get; set; }

    /// <summary>How long a result is given to further probes without asking again, in milliseconds. 0 or above. Without it: what
    /// <c>Reliability:Health:CacheFor</c> says.</summary>
    public int CacheMilliseconds { get; set; } = -1;

    /// <summary>Whether a failure only degrades: the probe goes on answering 200.</summary>
    public bool Optional { get; set; }
}
