namespace Reliability;

/// <summary>What happened to one objective lately: fine steps for the fast windows, coarse ones for the long. Some
/// twelve kilobytes at 30 days, allocated when the first event happens.</summary>
internal sealed class ObjectiveHistory
{
    /// <summary>The steps of the chart.</summary>
    public static readonly TimeSpan FineStep = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_mediumStep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_coarseStep = TimeSpan.FromHours(4);

    private readonly Lock _lock = new();
    private readonly OperationSite _site;
    private readonly int _objective;
    private readonly EventRing _fine = new(FineStep, steps: 361);
    private readonly EventRing _medium = new(s_mediumStep, steps: 145);
    private readonly EventRing _coarse;
    private EventCount _seen;

    public ObjectiveHistory(OperationSite site, int objective)
    {
        _site = site;
        _objective = objective;
        var window = TimeSpan.FromDays(site.Operation.Level.WindowDays);
        _coarse = new(s_coarseStep, steps: (int)(window / s_coarseStep) + 1);
    }

    /// <summary>Takes in what was counted since the last call.</summary>
    public void Sample(DateTimeOffset now)
    {
        lock (_lock)
        {
            var (good, bad) = _site.Events(_objective);
            var news = new EventCount(good - _seen.Good, bad - _seen.Bad);
            if (news.Total == 0)
                return;

            _seen = new(good, bad);
            _fine.Add(now, news);
            _medium.Add(now, news);
            _coarse.Add(now, news);
        }
    }

    /// <summary>The events of the last window.</summary>
    public EventCount Last(DateTimeOffset now, TimeSpan window)
    {
        lock (_lock)
        {
            var ring = window <= _fine.Reach ? _fine : window <= _medium.Reach ? _medium : _coarse;
            return ring.Sum(now, window);
        }
    }

    /// <summary>The last fine steps, the oldest first.</summary>
    public IReadOnlyList<EventCount> Steps(DateTimeOffset now, int count)
    {
        lock (_lock)
            return [.. _fine.Last(now, count)];
    }
}
