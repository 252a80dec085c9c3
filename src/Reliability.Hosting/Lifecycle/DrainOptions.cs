namespace Reliability.Hosting;

/// <summary>How the process comes to its end. Bound from the configuration section <c>Reliability:Drain</c> and checked when the host starts:
/// <see cref="Period"/> + the longest timeout &lt; <c>HostOptions.ShutdownTimeout</c> &lt; <see cref="TerminationGracePeriod"/>.</summary>
public sealed class DrainOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Reliability:Drain";

    /// <summary>How long the service goes on answering after it was told to stop, while <c>/health/ready</c> says no: the time that load balancers
    /// take to notice. At least the period of the readiness probe times its failure threshold. At most a day. Null, the default, means 5 s; none in
    /// Development, and none in a worker, to which nobody sends requests. Whatever it is, a server without an address, as tests have one, does not
    /// wait.</summary>
    public TimeSpan? Period { get; set; }

    /// <summary>How long requests in flight may take to finish after <see cref="Period"/>; at least the longest declared timeout is given to
    /// them. Above 0, at most a day. Default: 15 s. Means nothing in a worker.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the platform waits before it kills the process: <c>terminationGracePeriodSeconds</c> of the pod. Above 0, at most a day.
    /// Default: 30 s, as Kubernetes has it. <c>HostOptions.ShutdownTimeout</c> is 5 s less, or a
    /// sixth where that is less, unless it is set.</summary>
    public TimeSpan TerminationGracePeriod { get; set; } = TimeSpan.FromSeconds(30);
}
