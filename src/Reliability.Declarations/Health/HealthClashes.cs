namespace Reliability.Declarations.Health;

/// <summary>Finds what cannot be told apart, for the generator that leaves it out and the analyzer that says so. The container of
/// checks compares names without regard to capitals.</summary>
public static class HealthClashes
{
    /// <summary>The checks of an assembly by the name under which they would be registered: what attributes on methods declare and what
    /// <c>[DependsOn(Check = …)]</c> does.</summary>
    /// <typeparam name="T">What holds a declaration.</typeparam>
    /// <param name="all">All of them: the name, and the method it asks.</param>
    /// <returns>Each item whose name another method has, with the first such item.</returns>
    public static Dictionary<T, T> OfChecks<T>(IReadOnlyCollection<(T Item, string Name, CheckMethod Method)> all)
        where T : class
    {
        var clashes = new Dictionary<T, T>();
        foreach (var group in all.GroupBy(check => check.Name, StringComparer.OrdinalIgnoreCase))
        {
            // Two dependencies of one name and one check say the same thing twice.
            foreach (var check in group)
            {
                var other = group.FirstOrDefault(candidate => candidate.Method != check.Method);
                if (other.Item is not null && !clashes.ContainsKey(check.Item))
                    clashes.Add(check.Item, other.Item);
            }
        }

        return clashes;
    }

    /// <summary>The heartbeats of an assembly that share a name or an identifier.</summary>
    /// <typeparam name="T">What holds a declaration.</typeparam>
    /// <param name="all">All of them.</param>
    /// <returns>Each item that clashes, with the first it clashes with.</returns>
    public static Dictionary<T, T> OfHeartbeats<T>(IReadOnlyCollection<(T Item, HeartbeatDeclaration Heartbeat)> all)
        where T : class
    {
        var clashes = new Dictionary<T, T>();
        foreach (var (item, heartbeat) in all)
        {
            var other = all.FirstOrDefault(candidate => candidate.Heartbeat.Type != heartbeat.Type
                && (candidate.Heartbeat.Identifier == heartbeat.Identifier || string.Equals(candidate.Heartbeat.Name, heartbeat.Name, StringComparison.OrdinalIgnoreCase)));
            if (other.Item is not null && !clashes.ContainsKey(item))
                clashes.Add(item, other.Item);
        }

        return clashes;
    }
}
