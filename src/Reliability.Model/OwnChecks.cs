namespace Reliability.Model;

/// <summary>The names of the health checks that <c>AddReliability()</c> adds. The compiler knows them too, since no host starts with two checks
/// of one name. Their dot is in no name that a method or a dependency gets by default.</summary>
public static class OwnChecks
{
    /// <summary>Of liveness: that the process answers at all.</summary>
    public const string Process = "reliability.process";

    /// <summary>Of liveness: that no heartbeat is silent for too long.</summary>
    public const string Heartbeats = "reliability.heartbeats";

    /// <summary>Of startup: that the hosted services have started.</summary>
    public const string Started = "reliability.started";

    /// <summary>Of readiness: that the host is not about to stop.</summary>
    public const string Accepting = "reliability.accepting";

    private static readonly HashSet<string> s_all = new(StringComparer.OrdinalIgnoreCase) { Process, Heartbeats, Started, Accepting };

    /// <summary>Whether a name is one of these, in whatever case: names of checks are told apart without it.</summary>
    /// <param name="name">The name of a check.</param>
    public static bool Contains(string name) => s_all.Contains(name);
}
