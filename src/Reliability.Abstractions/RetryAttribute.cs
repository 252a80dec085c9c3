namespace Reliability;

/// <summary>Tries a call again when it fails, after a pause that grows, with jitter, and never more than the budget of its dependency
/// allows. On a partial method that returns a task and is <see cref="IdempotentAttribute">[Idempotent]</see>, with the package
/// Reliability.Polly.</summary>
/// <remarks>
/// The budget is counted for each dependency and process. A hundred calls that reach the dependency earn ten retries
/// (<see cref="BudgetPercent"/>); what is turned away before, by a breaker or for want of room, earns none. A quiet service earns one in ten
/// seconds without a call. What is saved up is at most what half a second of traffic earns, or 2 where that is less. So the retries of any time
/// are at most <c>calls × 10 % + seconds × 0.1 + max(2, half a second of calls × 10 %)</c>, and a dependency that is down sees a tenth more
/// than usual, not three times as much.
/// </remarks>
/// <example><code>
/// [Retry, Idempotent, DependsOn("inventory")]
/// public partial Task&lt;Stock&gt; GetStockAsync(string item, CancellationToken cancellationToken);
/// </code></example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RetryAttribute : Attribute
{
    /// <summary>How often the call is attempted at most, the first attempt included. 2 to 10. Default: 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The mean of the first pause, in milliseconds; it doubles with each attempt. Above 0. Default: 100.</summary>
    public double DelayMilliseconds { get; set; } = 100;

    /// <summary>The longest pause, in milliseconds. At least <see cref="DelayMilliseconds"/>. Default: 2000.</summary>
    public double MaxDelayMilliseconds { get; set; } = 2000;

    /// <summary>How many retries a hundred calls earn, all callers of the dependency in the process together. Above 0, at
    /// most 100. Default: 10. When a dependency is down, more would only keep it there. Besides, ten seconds earn one, and at most half a second of
    /// traffic, or 2, is saved up.</summary>
    public double BudgetPercent { get; set; } = 10;

    /// <summary>Whose budget it is: all retries with one name share it. Defaults to the one dependency that <see cref="DependsOnAttribute"/>
    /// names on the same method, or else to the operation itself.</summary>
    public string? Dependency { get; set; }

    /// <summary>The exceptions, with all that derive from them, after which it is tried again. Without it: all but cancellation and those
    /// that no repetition mends, such as <c>ArgumentException</c>. An attempt that took too long is a <c>TimeoutException</c>, whatever its client
    /// threw when it was stopped.</summary>
    public Type[]? On { get; set; }
}
