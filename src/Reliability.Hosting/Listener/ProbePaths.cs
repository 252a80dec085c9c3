namespace Reliability.Hosting.Listener;

/// <summary>Where the probes are.</summary>
internal static class ProbePaths
{
    public const string Health = "/health";
    public const string Alive = "/alive";

    /// <summary>Whether a path is that of a probe, of one that is mapped or of one that might be.</summary>
    public static bool IsProbe(ReadOnlySpan<char> path) =>
        path.Equals(Alive, StringComparison.OrdinalIgnoreCase)
        || (path.StartsWith(Health, StringComparison.OrdinalIgnoreCase) && (path.Length == Health.Length || path[Health.Length] == '/'));
}
