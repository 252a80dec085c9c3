namespace Reliability.Benchmarks.Overload;

/// <summary>How the service is protected.</summary>
internal enum Admission
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a limit that somebody has measured.</summary>
    Fixed,

    /// <summary>By a limit that finds itself, up to a bound that nobody has thought about.</summary>
    Adaptive,
}

internal static class Admissions
{
    public static CapacityAttribute? Capacity(this Admission admission) => admission switch
    {
        Admission.Fixed => new() { MaxConcurrency = Backend.Capacity, QueueLimit = 3 * Backend.Capacity, QueueMilliseconds = 100 },
        Admission.Adaptive => new() { MaxConcurrency = 200, MinConcurrency = 2, QueueLimit = 3 * Backend.Capacity, QueueMilliseconds = 100, Adaptive = true },
        _ => null,
    };

    public static string Label(this Admission admission) => admission switch
    {
        Admission.Fixed => "[Capacity(MaxConcurrency = 8)]",
        Admission.Adaptive => "[Capacity(MaxConcurrency = 200, Adaptive = true)]",
        _ => "no admission",
    };
}
