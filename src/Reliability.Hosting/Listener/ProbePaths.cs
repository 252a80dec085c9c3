using Reliability.Health;

namespace Reliability.Hosting.Listener;

/// <summary>Where the probes are.</summary>
internal static class ProbePaths
{
    public const string Health = "/health";
    public const string Alive = "/alive";

    /// <summary>Finds the group that a probe asks. As with routes, case and one slash at the end do not matter.</summary>
    /// <param name="path">The path, unescaped.</param>
    /// <param name="group">The group; null for all checks.</param>
    /// <returns>False when the path is no probe's.</returns>
    public static bool TryGetGroup(ReadOnlySpan<char> path, out string? group)
    {
        group = null;
        if (path.Length > 1 && path[^1] == '/')
            path = path[..^1];

        if (path.Equals(Alive, StringComparison.OrdinalIgnoreCase))
        {
            group = HealthGroups.Live;
            return true;
        }

        if (!path.StartsWith(Health, StringComparison.OrdinalIgnoreCase) || (path.Length > Health.Length && path[Health.Length] != '/'))
            return false;

        if (path.Length == Health.Length)
            return true;

        var name = path[(Health.Length + 1)..];
        if (name.IsEmpty || name.Contains('/'))
            return false;

        group = name.ToString();
        return true;
    }
}
