using Reliability.Health;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A heartbeat, and what the test knows of it: told again in the simplest way.</summary>
internal sealed class ChaosHeart(Heartbeat heartbeat, TimeProvider clock)
{
    private readonly List<(HeartbeatWork Work, DateTimeOffset Begun)> _works = [];
    private DateTimeOffset? _lastBeat;

    public bool IsSilent =>
        clock.GetUtcNow() - _lastBeat > heartbeat.MaxSilence || _works.Any(work => clock.GetUtcNow() - work.Begun > heartbeat.MaxSilence);

    public bool HasWork => _works.Count > 0;

    /// <summary>The host has started, which begins the watch.</summary>
    public void Owe() => _lastBeat ??= clock.GetUtcNow();

    public void Beat()
    {
        heartbeat.Beat();
        _lastBeat = clock.GetUtcNow();
    }

    public void BeginWork() => _works.Add((heartbeat.Working(), clock.GetUtcNow()));

    public void EndWork(int index)
    {
        _works[index % _works.Count].Work.Dispose();
        _works.RemoveAt(index % _works.Count);
    }
}
