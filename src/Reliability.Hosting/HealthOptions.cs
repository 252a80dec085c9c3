namespace Reliability.Hosting;

/// <summary>How the health checks are run. Bound from the configuration section <c>Reliability:Health</c> and checked when the host
/// starts.</summary>
public sealed class HealthOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability:Health";

    /// <summary>How long a check may take that does not say so itself. Above 0 and below 1 second, because the kubelet gives up on a probe
    /// after one. Default: 500 ms.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the result of a check is given to further probes without asking again, unless the check says so itself. 0 to 1
    /// minute; at 0, probes that come at the same time still share one answer. Default: 1 second.</summary>
    public TimeSpan CacheFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often checks are asked that no probe asks for, so that <c>reliability.health.status</c> is never old news. At least 1
    /// second, or 0 for never. Only while somebody listens to the metric. Default: 30 seconds.</summary>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(30);
}
