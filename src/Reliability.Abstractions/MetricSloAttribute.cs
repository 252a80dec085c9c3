namespace Reliability;

/// <summary>Promises a service level for what a metric counts that exists already: nothing in the program is measured for it.</summary>
/// <remarks>The promise is in the manifest and in everything that is exported from it. The owner is the assembly's.</remarks>
/// <example><code>
/// [assembly: MetricSlo("checkout-edge", 99.9, Metric = "http.server.request.duration",
///     Where = ["http.route=/orders", "http.request.method=POST"], Bad = ["http.response.status_code=~5.."],
///     LatencyTarget = 99, LatencyMilliseconds = 250)]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MetricSloAttribute : MetricLevelAttribute
{
    /// <summary>Promises a share of good events.</summary>
    /// <param name="name">The name of the operation, unique in the service and not empty.</param>
    /// <param name="availability">The share in percent: 99.9 means 999 of 1,000. Above 1 and below 100.</param>
    public MetricSloAttribute(string name, double availability)
        : base(name) => Availability = availability;

    /// <summary>The share of events that are good, in percent.</summary>
    public double Availability { get; }

    /// <summary>The share of events that are good within <see cref="LatencyMilliseconds"/>, in percent. Above 1 and below
    /// 100; given together with <see cref="LatencyMilliseconds"/> or not at all, and of a histogram only.</summary>
    public double LatencyTarget { get; set; }

    /// <summary>The time within which an event counts as good, in milliseconds, whatever the unit of the metric. Above 0, and the bound of
    /// a bucket (REL0107).</summary>
    public double LatencyMilliseconds { get; set; }

    /// <summary>The rolling time over which the promise is kept, in days, 1 to 90. Without it: 30.</summary>
    public int WindowDays { get; set; } = 30;
}
