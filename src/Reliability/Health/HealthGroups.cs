namespace Reliability.Health;

/// <summary>The groups of health checks that have a meaning everywhere: the tags of the checks, as the ecosystem spells them.</summary>
public static class HealthGroups
{
    /// <summary><c>/alive</c>: when it fails, the process is restarted.</summary>
    public const string Live = "live";

    /// <summary><c>/health/ready</c>: while it fails, no new requests are sent here.</summary>
    public const string Ready = "ready";

    /// <summary><c>/health/startup</c>: until it first succeeds, nothing else is asked.</summary>
    public const string Startup = "startup";
}
