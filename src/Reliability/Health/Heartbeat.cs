using System.Collections.Immutable;

namespace Reliability.Health;

/// <summary>The sign of life of a loop or a consumer. Emitted code creates one for each <c>[Heartbeat]</c>;
/// <c>Heartbeats.StockSync</c> is that of the class <c>StockSync</c>.</summary>
public sealed class Heartbeat
{
    private static ImmutableArray<Heartbeat> s_all = [];

    private readonly TimeProvider? _clock;
    private readonly bool _mayIdle;
    private readonly WorkUnderWay _work = new();
    private long _lastBeat;
    private long _watchedSince;
    private bool _hasWorked;

    internal Heartbeat(string name, TimeSpan maxSilence, Type owner, bool mayIdle = false, TimeProvider? clock = null)
    {
        Name = name;
        MaxSilence = maxSilence;
        Owner = owner;
        _mayIdle = mayIdle;
        _clock = clock;
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
    /// <param name="maxSilence">The longest silence. Above 0.</param>
    /// <param name="owner">The class that carries the attribute.</param>
    /// <param name="mayIdle">Whether any time without work is fine: only pieces of work are watched, unless it beats.</param>
    /// <exception cref="ArgumentOutOfRangeException">The silence is not above 0.</exception>
    public static Heartbeat Create(string name, TimeSpan maxSilence, Type owner, bool mayIdle = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxSilence, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(owner);
        var heartbeat = new Heartbeat(name, maxSilence, owner, mayIdle);
        ImmutableInterlocked.Update(ref s_all, static (all, added) => all.Add(added), heartbeat);
        return heartbeat;
    }

    /// <summary>Says that the loop goes on. Called once an iteration, from any thread; costs some nanoseconds.</summary>
    public void Beat() => Volatile.Write(ref _lastBeat, Now());

    /// <summary>Brackets a piece of work that must end within <see cref="MaxSilence"/>. Between pieces there may be any silence;
    /// several at a time are watched each for itself.</summary>
    /// <returns>What ends the piece: <c>using (heartbeat.Working()) { … }</c>.</returns>
    public HeartbeatWork Working()
    {
        Volatile.Write(ref _hasWorked, true);
        return _work.Begin(Now());
    }

    /// <summary>Watches it from now on, without waiting for its first sign of life.</summary>
    internal void Watch() => Volatile.Write(ref _watchedSince, Now());

    /// <summary>How long it has been silent, or how long its oldest piece of work has been under way, when that is longer than it may
    /// be; otherwise null.</summary>
    internal TimeSpan? Overdue()
    {
        // What is read before the clock cannot lie in its future.
        var silentSince = SilentSince();
        var oldestWork = _work.OldestBegin;
        var now = Now();
        var silence = Math.Max(Elapsed(silentSince, now), Elapsed(oldestWork, now));
        return silence > MaxSilence.TotalMilliseconds ? TimeSpan.FromMilliseconds(silence) : null;
    }

    /// <summary>0 when silence says nothing: before the first sign of life, and in a consumer without work.</summary>
    private long SilentSince()
    {
        var lastBeat = Volatile.Read(ref _lastBeat);
        return lastBeat != 0 || _mayIdle || Volatile.Read(ref _hasWorked) ? lastBeat : Volatile.Read(ref _watchedSince);
    }

    private static long Elapsed(long since, long now) => since == 0 ? 0 : now - since;

    /// <summary>Milliseconds; never 0. The clock of the system is a coarse one, which is read ten times as fast as a precise
    /// one.</summary>
    private long Now() => Math.Max(1, _clock is null ? Environment.TickCount64 : _clock.GetTimestamp() / (_clock.TimestampFrequency / 1000));
}
