namespace Reliability.Hosting.Tests.Health;

/// <summary>How often what the invariants speak of has happened.</summary>
internal sealed class ChaosTally
{
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>Names everything that is going to be counted, so that what never happens is a zero.</summary>
    public ChaosTally()
    {
        foreach (var what in new[] { Ready, UnreadyWhileStopping, StopOvertakesProbe, UnreadyBeforeStart, Alive, Silent, TimedOut, Hanging, Compared })
            Counts[what] = 0;
    }

    public static string Ready => "ready";

    public static string UnreadyWhileStopping => "asked for readiness while it stops";

    public static string StopOvertakesProbe => "told to stop while a probe waits";

    public static string UnreadyBeforeStart => "asked for readiness before it has started";

    public static string Alive => "alive";

    public static string Silent => "asked for liveness while a heartbeat is silent";

    public static string TimedOut => "a probe that waited for a check that hangs";

    public static string Hanging => "a check that hangs and ignores its token";

    public static string Compared => "all groups compared";

    public void Count(string what) => Counts[what]++;

    public override string ToString() => string.Join(", ", Counts.Select(count => $"{count.Key}: {count.Value}"));
}
