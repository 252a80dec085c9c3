namespace Reliability.Declarations.Failover;

/// <summary>The metadata names of what failover is declared with, and of what carries it out.</summary>
public static class FailoverTypes
{
    /// <summary><c>[Timeout(800)]</c>.</summary>
    public const string Timeout = "Reliability.TimeoutAttribute";

    /// <summary><c>[Retry]</c>.</summary>
    public const string Retry = "Reliability.RetryAttribute";

    /// <summary><c>[CircuitBreaker]</c>.</summary>
    public const string CircuitBreaker = "Reliability.CircuitBreakerAttribute";

    /// <summary><c>[Fallback(nameof(…))]</c>.</summary>
    public const string Fallback = "Reliability.FallbackAttribute";

    /// <summary><c>[Capacity(MaxConcurrency = 64)]</c>.</summary>
    public const string Capacity = "Reliability.CapacityAttribute";

    /// <summary><c>[Idempotent]</c>.</summary>
    public const string Idempotent = "Reliability.IdempotentAttribute";

    /// <summary>The runtime of all but <see cref="Capacity"/>.</summary>
    public const string FailoverSite = "Reliability.Failover.FailoverSite";

    /// <summary>The package that has it.</summary>
    public const string Package = "Reliability.Polly";

    /// <summary>What makes a partial method a guarded one. The first that a method has owns it, so that it is read once.</summary>
    public static IReadOnlyList<string> Owners { get; } = [Retry, CircuitBreaker, Fallback, Timeout, Capacity];
}
