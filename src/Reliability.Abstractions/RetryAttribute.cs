namespace Reliability;

/// <summary>Tries a call again when it fails, after a pause that grows, with jitter, and never more than the budget of its dependency
/// allows. On a partial method that returns a task and is <see cref="IdempotentAttribute">[Idempotent]</see>, with the package
/// Reliability.Polly.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RetryAttribute : Attribute
{
    /// <summary>How often the call is attempted at most, the first attempt included. 2 to 10. Default: 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The mean of the first pause, in milliseconds; it doubles with each attempt. Above 0. Default: 100.</summary>
    public double DelayMilliseconds { get; set; } = 100;

    /// <summary>The longest pause, in milliseconds. At least <see cref="DelayMilliseconds"/>. Default: 2000.</summary>
    public double MaxDelayMilliseconds { get; set; } = 2000;

    /// <summary>How many retries there may be for a hundred calls, all callers of the dependency in the process together. Above 0, at
    /// most 100. Default: 10. When a dependency is down, more would only keep it there.</summary>
    public double BudgetPercent { get; set; } = 10;

    /// <summary>Whose budget it is: all retries with one name share it. Defaults to the one dependency that <see cref="DependsOnAttribute"/>
    /// names on the same method, or else to the operation itself.</summary>
    public string? Dependency { get; set; }

    /// <summary>The exceptions, with all that derive from them, after which it is tried again. Without it: all but cancellation and those
    /// that no repetition mends, such as <c>ArgumentException</c>.</summary>
    public Type[]? On { get; set; }
}
