using System.Collections.Immutable;
using System.Diagnostics;

namespace Reliability.Health;

/// <summary>The sign of life of a loop or a consumer. Emitted code creates one for each <c>[Heartbeat]</c>;
/// <c>Heartbeats.StockSync</c> is that of the class <c>StockSync</c>.</summary>
public sealed class Heartbeat
{
    private static ImmutableArray<Heartbeat> s_all = [];
    private long _last;

    private Heartbeat(string name, TimeSpan maxSilence, Type owner)
    {
        Name = name;
        MaxSilence = maxSilence;
        Owner = owner;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The longest silence.</summary>
    public TimeSpan MaxSilence { get; }

    /// <summary>The class that carries the attribute.</summary>
    internal Type Owner { get; }

    /// <summary>All heartbeats of the process.</summary>
    internal static ImmutableArray<Heartbeat> All => s_all;

    /// <summary>Creates a heartbeat and announces it. Called by emitted code, once.</summary>
    /// <param name="name">The name.</param>
    /// <param name="maxSilence">The longest silence.</param>
    /// <param name="owner">The class that carries the attribute.</param>
    public static Heartbeat Create(string name, TimeSpan maxSilence, Type owner)
    {
        var heartbeat = new Heartbeat(name, maxSilence, owner);
        ImmutableInterlocked.Update(ref s_all, static (all, added) => all.Add(added), heartbeat);
        return heartbeat;
    }

    /// <summary>Says that the loop goes on. Called once an iteration.</summary>
    public void Beat() => Volatile.Write(ref _last, Stopwatch.GetTimestamp());

    /// <summary>Brackets a piece of work that must end within <see cref="MaxSilence"/>. Between pieces there may be any silence.</summary>
    public HeartbeatWork Working() => new(this);
}
