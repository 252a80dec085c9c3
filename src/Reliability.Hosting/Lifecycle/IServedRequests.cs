namespace Reliability.Hosting.Lifecycle;

/// <summary>The requests that a server in this process answers; a worker has none. Probes are not among them.</summary>
internal interface IServedRequests
{
    /// <summary>How many are under way.</summary>
    int Count { get; }

    /// <summary>The longest timeout that is in force for an endpoint, and which one; default while none is known.</summary>
    (TimeSpan Timeout, string? Operation) Longest { get; }

    /// <summary>Whether they come from outside of the process. Where they do not, as in a test, no load balancer takes time to notice the
    /// end.</summary>
    bool ComeFromElsewhere { get; }

    /// <summary>Ends when the requests have that are under way at the first call. Those that come later are not waited for: who still sends them would
    /// never stop.</summary>
    Task FinishedAsync();
}
