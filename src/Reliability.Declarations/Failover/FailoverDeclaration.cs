using Reliability.Model;

namespace Reliability.Declarations.Failover;

/// <summary>What the attributes of a partial method say about failing over, with their defaults filled in. Equal declarations are equal
/// values; nothing of Roslyn is kept.</summary>
public sealed record FailoverDeclaration
{
    /// <summary>The name of the operation.</summary>
    public required string Operation { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeoutDeclaration? Timeout { get; init; }

    /// <summary>How it is tried again.</summary>
    public RetryDeclaration? Retry { get; init; }

    /// <summary>When it is not called for a while.</summary>
    public BreakerDeclaration? CircuitBreaker { get; init; }

    /// <summary>What answers in its place.</summary>
    public FallbackDeclaration? Fallback { get; init; }

    /// <summary>How many calls there may be at a time.</summary>
    public CapacityDeclaration? Capacity { get; init; }

    /// <summary>The type that the task brings, as source; null where it brings nothing.</summary>
    public required string? Result { get; init; }

    /// <summary>The parameters, escaped where they are keywords.</summary>
    public required EquatableArray<string> Parameters { get; init; }

    /// <summary>Whether the core is called without an object.</summary>
    public required bool IsCoreStatic { get; init; }

    /// <summary>Whether the package of failover is needed; a capacity alone is honoured without it.</summary>
    public bool NeedsPackage => Timeout is not null || Retry is not null || CircuitBreaker is not null || Fallback is not null;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsEmpty => !NeedsPackage && Capacity is null;
}

/// <summary><c>[Timeout]</c>.</summary>
/// <param name="Milliseconds">The time of the call.</param>
/// <param name="AttemptMilliseconds">The time of an attempt; null when nothing limits it.</param>
public sealed record TimeoutDeclaration(double Milliseconds, double? AttemptMilliseconds);

/// <summary><c>[Retry]</c>.</summary>
/// <param name="MaxAttempts">The attempts, the first included.</param>
/// <param name="DelayMilliseconds">The mean of the first pause.</param>
/// <param name="MaxDelayMilliseconds">The longest pause.</param>
/// <param name="BudgetPercent">The retries for a hundred calls.</param>
/// <param name="Dependency">Whose budget it is; null for that of the operation.</param>
/// <param name="On">The exceptions; empty for all that may pass.</param>
public sealed record RetryDeclaration(
    int MaxAttempts, double DelayMilliseconds, double MaxDelayMilliseconds, double BudgetPercent, string? Dependency, EquatableArray<string> On);

/// <summary><c>[CircuitBreaker]</c>.</summary>
/// <param name="FailurePercent">The share of failures at which it opens.</param>
/// <param name="MinimumCalls">The calls below which it says nothing.</param>
/// <param name="SamplingSeconds">The time over which calls are counted.</param>
/// <param name="BreakSeconds">How long it stays open.</param>
/// <param name="Name">The name of a shared breaker, or null.</param>
public sealed record BreakerDeclaration(double FailurePercent, int MinimumCalls, double SamplingSeconds, double BreakSeconds, string? Name);

/// <summary><c>[Fallback]</c>.</summary>
/// <param name="Method">The method with its type arguments, as source.</param>
/// <param name="IsStatic">Whether it is called without an object.</param>
/// <param name="TakesException">Whether its last parameter is what went wrong.</param>
/// <param name="ReturnsTask">Whether it returns a task, and not what a task brings.</param>
/// <param name="On">The exceptions; empty for all but the caller's cancellation.</param>
public sealed record FallbackDeclaration(string Method, bool IsStatic, bool TakesException, bool ReturnsTask, EquatableArray<string> On);

/// <summary><c>[Capacity]</c>.</summary>
/// <param name="MaxConcurrency">The calls that may be under way.</param>
/// <param name="QueueLimit">The calls that may wait.</param>
/// <param name="QueueMilliseconds">How long they may wait.</param>
/// <param name="Adaptive">Whether the limit follows the latency.</param>
/// <param name="MinConcurrency">The limit below which it never falls.</param>
public sealed record CapacityDeclaration(int MaxConcurrency, int QueueLimit, int QueueMilliseconds, bool Adaptive, int MinConcurrency);
