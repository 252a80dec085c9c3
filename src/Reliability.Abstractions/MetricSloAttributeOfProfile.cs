namespace Reliability;

/// <summary>Promises the service level that a profile describes for what a metric counts.</summary>
/// <remarks>See <see cref="MetricSloAttribute"/> for what it covers. A profile that promises latency needs a histogram of times, with a
/// bucket for each threshold.</remarks>
/// <typeparam name="TProfile">The profile that carries the objectives.</typeparam>
/// <example><code>
/// [assembly: MetricSlo&lt;CustomerFacing&gt;("checkout-edge", Metric = "http.server.request.duration", Bad = ["http.response.status_code=~5.."])]
/// </code></example>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MetricSloAttribute<TProfile> : MetricLevelAttribute
    where TProfile : SloProfile
{
    /// <summary>Promises what <typeparamref name="TProfile"/> says.</summary>
    /// <param name="name">The name of the operation, unique in the service and not empty.</param>
    public MetricSloAttribute(string name)
        : base(name)
    {
    }
}
