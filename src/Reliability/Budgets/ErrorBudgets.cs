using System.Collections.Concurrent;
using Reliability.Model;

namespace Reliability;

/// <summary>The live error budgets of this process: what it has counted itself since it started, without any server.</summary>
/// <param name="clock">The clock.</param>
public sealed class ErrorBudgets(TimeProvider clock)
{
    private const int ChartSteps = 360;
    private const int StepsPerPoint = 3;

    // The windows that people know from the alerts: is it burning now, in the last hour, in the last six.
    private static readonly TimeSpan[] s_burnWindows = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    private readonly ConcurrentDictionary<(OperationSite Site, int Objective), ObjectiveHistory> _histories = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private readonly long _startedTimestamp = clock.GetTimestamp();

    /// <summary>How long one point of <see cref="ObjectiveStatus.Recent"/> lasts.</summary>
    public static TimeSpan PointLength => ObjectiveHistory.FineStep * StepsPerPoint;

    /// <summary>The time as it has passed here: a wall clock that is set would make windows forget too much, or nothing.</summary>
    private DateTimeOffset Now => _started + clock.GetElapsedTime(_startedTimestamp);

    /// <summary>Takes in what was counted since the last call. Called every few seconds; more often does no harm.</summary>
    public void Sample()
    {
        var now = Now;
        foreach (var site in OperationRegistry.Sites)
        {
            for (var i = 0; i < site.Operation.Level.Objectives.Count; i++)
                Find(site, i)?.Sample(now);
        }
    }

    /// <summary>Every operation with its objectives as they stand, sorted by service and name.</summary>
    public IReadOnlyList<OperationStatus> Snapshot()
    {
        Sample();
        var now = Now;
        return
        [
            .. from site in OperationRegistry.Sites
               orderby site.Service.Name, site.Operation.Name
               select new OperationStatus(
                   site.Service, site.Operation, site.Active, now - _started,
                   [.. site.Operation.Level.Objectives.Select((objective, i) => Status(site, i, objective, now))]),
        ];
    }

    private ObjectiveStatus Status(OperationSite site, int index, Objective objective, DateTimeOffset now)
    {
        var history = Find(site, index);
        var window = history?.Last(now, TimeSpan.FromDays(site.Operation.Level.WindowDays)) ?? default;
        return new(
            objective,
            new ErrorBudget(objective, window.Good, window.Bad),
            [.. s_burnWindows.Select(length => BurnRate(objective, length, history?.Last(now, length) ?? default))],
            history is null ? [] : Points(history.Steps(now, ChartSteps)));
    }

    private static WindowBurnRate BurnRate(Objective objective, TimeSpan length, EventCount events) =>
        new(length, new ErrorBudget(objective, events.Good, events.Bad).BurnRate);

    private static EventCount[] Points(IReadOnlyList<EventCount> steps) =>
        [.. steps.Chunk(StepsPerPoint).Select(chunk => chunk.Aggregate((sum, next) => sum + next))];

    /// <summary>The history of an objective; none is kept before its first event.</summary>
    private ObjectiveHistory? Find(OperationSite site, int objective)
    {
        if (_histories.TryGetValue((site, objective), out var history))
            return history;

        var (good, bad) = site.Events(objective);
        return good + bad == 0 ? null : _histories.GetOrAdd((site, objective), static key => new(key.Site, key.Objective));
    }
}
