namespace Reliability.AspNetCore;

/// <summary>How the service shows itself. Bound from the configuration section <c>Reliability</c> and checked when the host
/// starts.</summary>
public sealed class ReliabilityOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability";

    /// <summary>Whether <c>/reliability</c> shows the live error budgets. Null, the default, means in Development
    /// only: the page names owners, methods and traffic.</summary>
    public bool? StatusPage { get; set; }

    /// <summary>How long a probe waits for its health checks before it answers Unhealthy. Above 0 and below 1 second, because
    /// the kubelet gives up after one. Each check gets four fifths of it. Default: 500 ms.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(500);
}
