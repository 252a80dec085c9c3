using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Failover;

/// <summary>The instruments of failover, each defined exactly once in the process.</summary>
internal static class FailoverMetrics
{
    private static readonly Meter s_meter = new(Telemetry.Meter, typeof(OperationSite).Assembly.GetName().Version?.ToString(3));

    static FailoverMetrics()
    {
        s_meter.CreateObservableCounter(Telemetry.FailoverEvents, Events, "{event}", "What failover did.");
        s_meter.CreateObservableGauge(Telemetry.BreakerState, Breakers, null, "1 closed, 0.5 half-open, 0 open.");
        s_meter.CreateObservableGauge(Telemetry.RetryBudget, Budgets, "{retry}", "Retries that the budget of a dependency allows now.");
    }

    /// <summary>Makes sure that the instruments exist.</summary>
    public static void EnsureCreated() => _ = s_meter;

    private static IEnumerable<Measurement<long>> Events() =>
        from operation in FailoverEvents.All
        from series in operation.Series()
        select new Measurement<long>(
            series.Count,
            new(Telemetry.Service, operation.Service),
            new(Telemetry.Operation, operation.Operation),
            new KeyValuePair<string, object?>(Telemetry.FailoverEvent, series.Name));

    /// <summary>Two operations of one name can each have a breaker: the worse one is shown.</summary>
    private static IEnumerable<Measurement<double>> Breakers() =>
        from breaker in Breaker.All
        group breaker.State by breaker.Name into states
        select new Measurement<double>(states.Min(), new KeyValuePair<string, object?>(Telemetry.Breaker, states.Key));

    private static IEnumerable<Measurement<double>> Budgets() =>
        from budget in RetryBudget.All
        select new Measurement<double>(budget.Available, new KeyValuePair<string, object?>(Telemetry.Dependency, budget.Dependency));
}
