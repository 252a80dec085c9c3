using System.Runtime.CompilerServices;

namespace Reliability;

/// <summary>Promises a service level for an operation: an endpoint, a controller, a gRPC method or service, or a partial
/// method.</summary>
/// <remarks>On a controller or gRPC service the promise covers all its endpoints together; one of them with an
/// <c>[Slo]</c> of its own is counted there and only there.</remarks>
/// <example><code>
/// app.MapPost("/orders", [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 300)] (Order order) => …);
/// </code></example>
[AttributeUsage(SloTargets.All)]
public sealed class SloAttribute : ServiceLevelAttribute
{
    /// <summary>Promises a share of successful events.</summary>
    /// <param name="availability">The share in percent: 99.9 means 999 of 1,000. Above 1 and below 100.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public SloAttribute(double availability, [CallerLineNumber] int line = 0, [CallerMemberName] string? member = null)
        : base(line, member) => Availability = availability;

    /// <summary>The share of events that succeed, in percent.</summary>
    public double Availability { get; }

    /// <summary>The share of events that succeed within <see cref="LatencyMilliseconds"/>, in percent. Above 1 and below
    /// 100; given together with <see cref="LatencyMilliseconds"/> or not at all.</summary>
    public double LatencyTarget { get; set; }

    /// <summary>The time within which an event counts as good, in milliseconds. Above 0.</summary>
    public double LatencyMilliseconds { get; set; }

    /// <summary>The rolling time over which the promise is kept, in days, 1 to 90. Without it: 30.</summary>
    public int WindowDays { get; set; } = 30;
}
