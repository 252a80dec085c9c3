namespace Reliability.Declarations;

/// <summary>The metadata names of the types that a declaration is made of.</summary>
public static class TypeNames
{
    /// <summary><c>[Slo(99.9)]</c>.</summary>
    public const string Slo = "Reliability.SloAttribute";

    /// <summary><c>[Slo&lt;TProfile&gt;]</c>.</summary>
    public const string SloOfProfile = "Reliability.SloAttribute`1";

    /// <summary>The base of both.</summary>
    public const string ServiceLevel = "Reliability.ServiceLevelAttribute";

    /// <summary><c>[assembly: MetricSlo("…", 99.9)]</c>.</summary>
    public const string MetricSlo = "Reliability.MetricSloAttribute";

    /// <summary><c>[assembly: MetricSlo&lt;TProfile&gt;("…")]</c>.</summary>
    public const string MetricSloOfProfile = "Reliability.MetricSloAttribute`1";

    /// <summary>The base of both.</summary>
    public const string MetricLevel = "Reliability.MetricLevelAttribute";

    /// <summary>The base of all profiles.</summary>
    public const string SloProfile = "Reliability.SloProfile";

    /// <summary><c>[assembly: Service("…")]</c>.</summary>
    public const string Service = "Reliability.ServiceAttribute";

    /// <summary><c>[Owner("…")]</c>.</summary>
    public const string Owner = "Reliability.OwnerAttribute";

    /// <summary><c>[assembly: CountedThrough(typeof(…))]</c>.</summary>
    public const string CountedThrough = "Reliability.CountedThroughAttribute";

    /// <summary><c>[Availability(99.9)]</c>.</summary>
    public const string Availability = "Reliability.AvailabilityAttribute";

    /// <summary><c>[Latency(99, Milliseconds = 300)]</c>.</summary>
    public const string Latency = "Reliability.LatencyAttribute";

    /// <summary><c>[Window(Days = 30)]</c>.</summary>
    public const string Window = "Reliability.WindowAttribute";

    /// <summary><c>[Liveness]</c>.</summary>
    public const string Liveness = "Reliability.LivenessAttribute";

    /// <summary><c>[Readiness]</c>.</summary>
    public const string Readiness = "Reliability.ReadinessAttribute";

    /// <summary><c>[Startup]</c>.</summary>
    public const string Startup = "Reliability.StartupAttribute";

    /// <summary><c>[HealthGroup("…")]</c>.</summary>
    public const string HealthGroup = "Reliability.HealthGroupAttribute";

    /// <summary><c>[DependsOn("…")]</c>.</summary>
    public const string DependsOn = "Reliability.DependsOnAttribute";

    /// <summary><c>[Heartbeat(MaxSilenceSeconds = 30)]</c>.</summary>
    public const string Heartbeat = "Reliability.HeartbeatAttribute";

    /// <summary><c>[Criticality(Criticality.Sheddable)]</c>.</summary>
    public const string Criticality = "Reliability.CriticalityAttribute";

    /// <summary>What a health check answers.</summary>
    public const string HealthCheckResult = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult";

    /// <summary>The runtime that counts events of partial methods; without it nothing is measured.</summary>
    public const string OperationSite = "Reliability.OperationSite";

    /// <summary>The runtime that counts events of endpoints.</summary>
    public const string EndpointRuntime = "Reliability.AspNetCore.ReliabilityOptions";
}
