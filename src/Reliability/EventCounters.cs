using Reliability.Model;

namespace Reliability;

/// <summary>What happened to the calls of one operation. Each call adds to two cells, however many objectives there are: one
/// when it begins, and one for what became of it. Good events are kept by speed, so that every objective can be read from
/// them.</summary>
internal sealed class EventCounters
{
    private const int Begun = 0;
    private const int Uncounted = 1;
    private const int Bad = 2;
    private const int Good = 3;

    private readonly StripedCounters _cells;
    private readonly int[] _slowest;

    // In stopwatch ticks, the shortest first.
    private readonly long[] _thresholds;

    public EventCounters(IReadOnlyList<Objective> objectives, long frequency)
    {
        var milliseconds = objectives.Select(objective => objective.ThresholdMilliseconds).OfType<decimal>().Distinct().Order().ToList();
        _thresholds = [.. milliseconds.Select(threshold => (long)(threshold * frequency / 1000m))];
        _slowest = [.. objectives.Select(objective => objective.ThresholdMilliseconds is { } own ? milliseconds.IndexOf(own) : milliseconds.Count)];
        _cells = new(Good + _thresholds.Length + 1);
    }

    /// <summary>Whether an objective depends on durations.</summary>
    public bool NeedTime => _thresholds.Length > 0;

    /// <summary>The calls that have begun and not ended.</summary>
    public long Active
    {
        get
        {
            // What has ended is read first: what ends meanwhile counts as under way, not as ended before it began.
            var ended = 0L;
            for (var cell = Uncounted; cell <= Good + _thresholds.Length; cell++)
                ended += _cells.Read(cell);

            return _cells.Read(Begun) - ended;
        }
    }

    public void Begin() => _cells.Increment(Begun);

    public void EndUncounted() => _cells.Increment(Uncounted);

    public void EndBad() => _cells.Increment(Bad);

    public void EndGood(long elapsed)
    {
        var speed = 0;
        while (speed < _thresholds.Length && elapsed > _thresholds[speed])
            speed++;

        _cells.Increment(Good + speed);
    }

    /// <summary>The good and bad events of an objective so far: a failed event is bad, and so is one that took too
    /// long.</summary>
    public (long Good, long Bad) Read(int objective)
    {
        var (good, bad) = (0L, _cells.Read(Bad));
        for (var speed = 0; speed <= _thresholds.Length; speed++)
        {
            var events = _cells.Read(Good + speed);
            if (speed <= _slowest[objective])
                good += events;
            else
                bad += events;
        }

        return (good, bad);
    }
}
