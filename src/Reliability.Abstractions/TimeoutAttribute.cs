namespace Reliability;

/// <summary>Says how long a call may take. Its time is the earlier of this and the deadline that the caller brought; the token of the
/// method says when it is over.</summary>
/// <remarks>On a partial method that returns a task, with the package Reliability.Polly; on an endpoint with Reliability.AspNetCore, as
/// the budget of the request and of the calls that it makes.</remarks>
/// <param name="milliseconds">The longest time of the whole call, all attempts included, in milliseconds. Above 0.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TimeoutAttribute(double milliseconds) : Attribute
{
    /// <summary>The longest time of the whole call, in milliseconds.</summary>
    public double Milliseconds { get; } = milliseconds;

    /// <summary>The longest time of one attempt, in milliseconds. Above 0 and below <see cref="Milliseconds"/>; only with
    /// <see cref="RetryAttribute"/>. 0, the default, says nothing.</summary>
    public double AttemptMilliseconds { get; set; }
}
