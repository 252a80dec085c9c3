namespace Reliability;

/// <summary>A check of <c>/alive</c>: when it fails, the process is restarted. It looks at the process only; a restart mends no
/// database (REL0904).</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LivenessAttribute : HealthCheckAttribute;
