using Reliability.Model;

namespace Reliability.Analyzers.Slo;

/// <summary>What a complete outage does to a promise: when somebody is woken, and what would wake him sooner.</summary>
internal static class Outage
{
    /// <summary>Who is woken later than this has slept through the outage.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromHours(1);

    private const decimal FinestTarget = 0.1m;

    /// <summary>The objective whose page comes last, where that is not soon; null where all are soon enough.</summary>
    /// <param name="level">The promise.</param>
    public static (Objective Objective, TimeSpan? Page)? Latest(ServiceLevel level)
    {
        (Objective Objective, TimeSpan? Page)? latest = null;
        foreach (var objective in level.Objectives)
        {
            var page = BurnRatePolicy.TimeToFire(objective, level.WindowDays, 1m, level.EventsPerHour);
            if ((page is null || page > Soon) && (latest is null || page is null || page > latest.Value.Page))
                latest = (objective, page);
        }

        return latest;
    }

    /// <summary>When a complete outage makes a ticket; null when it never does.</summary>
    /// <param name="level">The promise.</param>
    /// <param name="objective">One of its objectives.</param>
    public static TimeSpan? Ticket(ServiceLevel level, Objective objective) =>
        BurnRatePolicy.TimeToFire(objective, level.WindowDays, 1m, level.EventsPerHour, AlertSeverity.Ticket);

    /// <summary>Whether more traffic alone makes the page come soon.</summary>
    /// <param name="level">The promise.</param>
    /// <param name="objective">One of its objectives.</param>
    public static bool IsForLackOfTraffic(ServiceLevel level, Objective objective) => IsSoon(objective, level.WindowDays, eventsPerHour: null);

    /// <summary>The fewest events of an hour, whole ones, with which the page comes soon.</summary>
    /// <param name="level">The promise, which more traffic helps.</param>
    /// <param name="objective">One of its objectives.</param>
    public static decimal EnoughEvents(ServiceLevel level, Objective objective)
    {
        var events = 1m;
        while (!IsSoon(objective, level.WindowDays, events))
            events++;

        return events;
    }

    /// <summary>The lowest target, to a tenth of a percent, with which the page comes soon however little happens else.</summary>
    /// <param name="level">The promise.</param>
    /// <param name="objective">One of its objectives.</param>
    public static decimal HighEnough(ServiceLevel level, Objective objective)
    {
        var target = decimal.Floor(objective.Target / FinestTarget) * FinestTarget;
        do
            target += FinestTarget;
        while (!IsSoon(Objective.Availability(target), level.WindowDays, eventsPerHour: null));

        return target;
    }

    private static bool IsSoon(Objective objective, int windowDays, decimal? eventsPerHour) =>
        BurnRatePolicy.TimeToFire(objective, windowDays, 1m, eventsPerHour) is { } page && page <= Soon;
}
