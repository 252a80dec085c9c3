using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.Model;

namespace Reliability.Hosting.Health;

/// <summary>Health as a metric. What is known is published, and nothing else: a series whose news is too old ends, instead of saying healthy
/// for days about what is long gone.</summary>
internal static class HealthMetrics
{
    private static readonly Instrument s_status = ReliabilityMetrics.Meter.CreateObservableGauge(
        Telemetry.HealthStatus, Statuses, null, "Last known health of each check and group: 1 healthy, 0.5 degraded, 0 unhealthy.");

    private static ImmutableArray<HealthMonitor> s_monitors = [];

    public static bool AreListenedTo => s_status.Enabled;

    public static void Add(HealthMonitor monitor) => ImmutableInterlocked.Update(ref s_monitors, static (all, added) => all.Add(added), monitor);

    public static void Remove(HealthMonitor monitor) => ImmutableInterlocked.Update(ref s_monitors, static (all, removed) => all.Remove(removed), monitor);

    private static IEnumerable<Measurement<double>> Statuses()
    {
        foreach (var monitor in s_monitors)
        {
            foreach (var (check, status) in monitor.LastKnownChecks())
                yield return new(Value(status), new KeyValuePair<string, object?>(Telemetry.HealthCheck, check));

            foreach (var (group, status) in monitor.LastKnownGroups())
                yield return new(Value(status), new KeyValuePair<string, object?>(Telemetry.HealthGroup, group));
        }
    }

    private static double Value(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => 1,
        HealthStatus.Degraded => 0.5,
        _ => 0,
    };
}
