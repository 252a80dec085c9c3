namespace Reliability;

/// <summary>The longest time that a call may take by what the process declares. The host must not be stopped in less.</summary>
internal static class LongestTimeout
{
    private static readonly Lock s_gate = new();
    private static TimeSpan s_timeout;
    private static string? s_operation;

    /// <summary>The longest so far, and whose it is; zero while nothing was declared.</summary>
    public static (TimeSpan Timeout, string? Operation) Declared
    {
        get
        {
            lock (s_gate)
                return (s_timeout, s_operation);
        }
    }

    /// <summary>Says how long a call may take. Called once for each declaration, by whatever honours it.</summary>
    /// <param name="timeout">The time.</param>
    /// <param name="operation">Whose time it is, for messages.</param>
    public static void Declare(TimeSpan timeout, string? operation = null)
    {
        lock (s_gate)
        {
            if (timeout > s_timeout)
                (s_timeout, s_operation) = (timeout, operation);
        }
    }
}
