namespace Reliability;

/// <summary>The longest time that a call may take by what holds in the process now. The host must not be stopped in less.</summary>
internal static class LongestTimeout
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<object, (TimeSpan Timeout, string? Operation)> s_timeouts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The longest that is in force, and whose it is; zero while there is none.</summary>
    public static (TimeSpan Timeout, string? Operation) InForce
    {
        get
        {
            lock (s_gate)
                return s_timeouts.Values.DefaultIfEmpty().MaxBy(static timeout => timeout.Timeout);
        }
    }

    /// <summary>Says how long a call may take from now on. Called by whatever honours it, with each change.</summary>
    /// <param name="owner">Whose time it is; it has one.</param>
    /// <param name="timeout">The time; null when nothing limits it any more.</param>
    /// <param name="operation">How messages call the owner.</param>
    public static void Set(object owner, TimeSpan? timeout, string? operation)
    {
        lock (s_gate)
        {
            if (timeout is { } time)
                s_timeouts[owner] = (time, operation);
            else
                s_timeouts.Remove(owner);
        }
    }
}
