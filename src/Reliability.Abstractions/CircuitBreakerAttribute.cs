namespace Reliability;

/// <summary>Stops calling what keeps failing, and tries it again after a while. On a partial method that returns a task, with the
/// package Reliability.Polly.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CircuitBreakerAttribute : Attribute
{
    /// <summary>The share of failures at which it opens, in percent. Above 0, at most 100. Default: 50.</summary>
    public double FailurePercent { get; set; } = 50;

    /// <summary>The calls below which it says nothing, within <see cref="SamplingSeconds"/>. At least 2. Default: 20.</summary>
    public int MinimumCalls { get; set; } = 20;

    /// <summary>The time over which calls are counted, in seconds. 0.5 or above. Default: 30.</summary>
    public double SamplingSeconds { get; set; } = 30;

    /// <summary>How long it stays open, in seconds. 0.5 or above. Default: 5.</summary>
    public double BreakSeconds { get; set; } = 5;

    /// <summary>The name of a breaker that several methods share, such as that of a dependency. Without it each method has its
    /// own.</summary>
    public string? Name { get; set; }
}
