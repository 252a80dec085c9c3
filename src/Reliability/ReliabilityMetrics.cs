using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability;

/// <summary>The instruments of the process, each defined exactly once: two definitions of one name with different bucket
/// boundaries would lose data in a scrape.</summary>
internal static class ReliabilityMetrics
{
    // OpenTelemetry's boundaries for the duration of requests, in seconds.
    private static readonly double[] s_boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly Meter s_meter = new(Telemetry.Meter, typeof(ReliabilityMetrics).Assembly.GetName().Version?.ToString(3));
    private static readonly Instrument s_events = s_meter.CreateObservableCounter(Telemetry.Events, Events, "{event}", "Events by objective and outcome.");
    private static readonly Instrument s_active = s_meter.CreateObservableUpDownCounter(Telemetry.Active, ActiveCalls, "{call}", "Calls under way.");

    /// <summary>The meter, for instruments that are defined elsewhere; each exactly once, too.</summary>
    public static Meter Meter => s_meter;

    /// <summary>Durations in seconds. Created when the host is built or with the first call: the operations of the loaded
    /// assemblies, and with them the thresholds among the boundaries, are known by then.</summary>
    public static Histogram<double> Duration { get; } = s_meter.CreateHistogram(
        Telemetry.Duration, "s", "Duration of operations.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries() });

    static ReliabilityMetrics()
    {
        s_meter.CreateObservableGauge(Telemetry.ObjectiveTarget, Targets, null, "Target of each objective, as a ratio.");
        s_meter.CreateObservableGauge(Telemetry.BurnThreshold, Thresholds, null, "Share of bad events above which an alert fires.");
        s_meter.CreateObservableGauge(Telemetry.Info, Infos, null, "Who owns an SLO and what to do about it. Always 1.");
    }

    /// <summary>Makes sure that the instruments exist, for a listener that comes before the first call.</summary>
    public static void EnsureCreated() => _ = s_meter;

    /// <summary>Whether somebody listens to what calls change.</summary>
    public static bool AreListenedTo => s_events.Enabled || Duration.Enabled || s_active.Enabled;

    /// <summary>Both outcomes of every objective, at zero before anything happened.</summary>
    private static IEnumerable<Measurement<long>> Events()
    {
        foreach (var site in OperationRegistry.Sites)
        {
            for (var i = 0; i < site.Operation.Level.Objectives.Count; i++)
            {
                var (good, bad) = site.Events(i);
                var objective = site.Operation.Level.Objectives[i];
                yield return new(good, [.. Labels(site, objective), new(Telemetry.Outcome, Telemetry.Good)]);
                yield return new(bad, [.. Labels(site, objective), new(Telemetry.Outcome, Telemetry.Bad)]);
            }
        }
    }

    private static IEnumerable<Measurement<double>> Targets() =>
        from site in OperationRegistry.Sites
        from objective in site.Operation.Level.Objectives
        select new Measurement<double>((double)objective.TargetRatio, [.. Labels(site, objective), WindowDays(site)]);

    private static IEnumerable<Measurement<double>> Thresholds() =>
        from site in OperationRegistry.Sites
        from objective in site.Operation.Level.Objectives
        from alert in BurnRatePolicy.Alerts(objective, site.Operation.Level.WindowDays)
        select new Measurement<double>((double)alert.Threshold(objective),
        [
            .. Labels(site, objective),
            new(Telemetry.Severity, alert.Severity.Name()),
            new(Telemetry.LongWindow, WindowName.Of(alert.LongWindow)),
            new(Telemetry.ShortWindow, WindowName.Of(alert.ShortWindow)),
        ]);

    private static IEnumerable<Measurement<int>> Infos() =>
        from site in OperationRegistry.Sites
        select new Measurement<int>(1, Info(site));

    private static IEnumerable<Measurement<long>> ActiveCalls() =>
        from site in OperationRegistry.Sites
        select new Measurement<long>(site.Active, site.Tags);

    private static KeyValuePair<string, object?>[] Labels(OperationSite site, Objective objective) =>
    [
        new(Telemetry.Service, site.Service.Name),
        new(Telemetry.Slo, site.Operation.Name),
        new(Telemetry.Objective, objective.Name),
    ];

    private static KeyValuePair<string, object?> WindowDays(OperationSite site) => new(Telemetry.WindowDays, site.Operation.Level.WindowDays);

    private static IEnumerable<KeyValuePair<string, object?>> Info(OperationSite site)
    {
        var (service, operation) = (site.Service, site.Operation);
        KeyValuePair<string, object?>[] labels =
        [
            new(Telemetry.Service, service.Name),
            new(Telemetry.Slo, operation.Name),
            WindowDays(site),
            new(Telemetry.Owner, operation.Owner?.Team),
            new(Telemetry.OnCall, operation.Owner?.OnCall),
            new(Telemetry.Runbook, operation.Level.Runbook),
            new(Telemetry.Criticality, service.Tier),
            new(Telemetry.System, service.System),
            new(Telemetry.Function, operation.Function),
        ];
        return labels.Where(label => label.Value is not null);
    }

    private static double[] Boundaries()
    {
        var thresholds =
            from site in OperationRegistry.Sites
            from objective in site.Operation.Level.Objectives
            where objective.IsLatency
            select (double)(objective.ThresholdMilliseconds!.Value / 1000m);
        return [.. s_boundaries.Concat(thresholds).Distinct().Order()];
    }
}
