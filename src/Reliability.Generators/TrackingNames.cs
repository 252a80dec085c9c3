namespace Reliability.Generators;

/// <summary>The steps of the pipeline. The tests reflect over them, so that a step nobody watches fails.</summary>
internal static class TrackingNames
{
    /// <summary>Each inline <c>[Slo]</c>, read.</summary>
    public const string Inline = nameof(Inline);

    /// <summary>Each <c>[Slo&lt;TProfile&gt;]</c>, read.</summary>
    public const string Profiled = nameof(Profiled);

    /// <summary>Each <c>[MetricSlo]</c> of either form, read.</summary>
    public const string Metrics = nameof(Metrics);

    /// <summary>Each <c>[Retry]</c> without an <c>[Slo]</c> that stands for its method, read; and so on for the others.</summary>
    public const string Retried = nameof(Retried);

    /// <summary>Each <c>[CircuitBreaker]</c>.</summary>
    public const string Broken = nameof(Broken);

    /// <summary>Each <c>[Fallback]</c>.</summary>
    public const string Answered = nameof(Answered);

    /// <summary>Each <c>[Timeout]</c>.</summary>
    public const string Timed = nameof(Timed);

    /// <summary>Each <c>[Capacity]</c>.</summary>
    public const string Admitted = nameof(Admitted);

    /// <summary>What the assembly says of itself.</summary>
    public const string Assembly = nameof(Assembly);

    /// <summary>The root of the repository.</summary>
    public const string SourceRoot = nameof(SourceRoot);

    /// <summary>The operations of the assembly without those that cannot be told apart.</summary>
    public const string Operations = nameof(Operations);

    /// <summary>The hooks of each type.</summary>
    public const string Hooks = nameof(Hooks);

    /// <summary>The decorator of each interface.</summary>
    public const string Decorators = nameof(Decorators);

    /// <summary>Each method that is a health check, read.</summary>
    public const string Checks = nameof(Checks);

    /// <summary>Each <c>[DependsOn]</c>, read.</summary>
    public const string Dependencies = nameof(Dependencies);

    /// <summary>Each <c>[Heartbeat]</c>, read.</summary>
    public const string Heartbeats = nameof(Heartbeats);

    /// <summary>All that is declared about health, without what cannot be told apart.</summary>
    public const string Health = nameof(Health);

    /// <summary>What is emitted about health.</summary>
    public const string HealthFile = nameof(HealthFile);

    /// <summary>The identifiers to announce.</summary>
    public const string Registration = nameof(Registration);

    /// <summary>The manifest, as text.</summary>
    public const string Manifest = nameof(Manifest);
}
