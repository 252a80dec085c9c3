using Reliability.Model;

namespace Reliability.Failover;

/// <summary>What the attributes of a method say about failing over. Created by emitted code; what it leaves out is not done.</summary>
public sealed record FailoverPolicy
{
    /// <summary><c>[Timeout]</c>.</summary>
    public TimeoutPolicy? Timeout { get; init; }

    /// <summary><c>[Retry]</c>.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary><c>[CircuitBreaker]</c>.</summary>
    public CircuitBreakerPolicy? CircuitBreaker { get; init; }

    /// <summary><c>[Fallback]</c>.</summary>
    public FallbackPolicy? Fallback { get; init; }
}

/// <summary>How long a call may take.</summary>
public sealed record TimeoutPolicy
{
    /// <summary>The longest time of the whole call, all attempts included. Above 0, at most a day.</summary>
    public required TimeSpan Total { get; init; }

    /// <summary>The longest time of one attempt, below <see cref="Total"/>; null when nothing limits it.</summary>
    public TimeSpan? Attempt { get; init; }
}

/// <summary>How a call is tried again.</summary>
public sealed record RetryPolicy
{
    /// <summary>The attempts at most, the first included. 2 to 10.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The mean of the first pause; it doubles with each attempt. Above 0.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>The longest pause. At least <see cref="Delay"/>, at most a day.</summary>
    public required TimeSpan MaxDelay { get; init; }

    /// <summary>The retries for a hundred calls. Above 0, at most 100.</summary>
    public required double BudgetPercent { get; init; }

    /// <summary>Whose budget it is; null for that of the operation.</summary>
    public string? Dependency { get; init; }

    /// <summary>The names of the exceptions after which it is tried again; empty for all that may pass.</summary>
    public EquatableArray<string> On { get; init; }
}

/// <summary>When calls stop for a while.</summary>
public sealed record CircuitBreakerPolicy
{
    /// <summary>The share of failures at which it opens, in percent. Above 0, at most 100.</summary>
    public required double FailurePercent { get; init; }

    /// <summary>The calls below which it says nothing. At least 2.</summary>
    public required int MinimumCalls { get; init; }

    /// <summary>The time over which calls are counted. Half a second to a day.</summary>
    public required TimeSpan Sampling { get; init; }

    /// <summary>How long it stays open. Half a second to a day.</summary>
    public required TimeSpan Break { get; init; }

    /// <summary>The name of a breaker that several operations share; null for one of its own.</summary>
    public string? Name { get; init; }
}

/// <summary>When another method answers.</summary>
public sealed record FallbackPolicy
{
    /// <summary>The names of the exceptions for which it answers; empty for all but the caller's cancellation.</summary>
    public EquatableArray<string> On { get; init; }
}
