using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>What a collector receives. Nobody adds the meter by hand.</summary>
public class TelemetryTests
{
    private static readonly Action<IServiceCollection> s_ours = services => services.AddReliabilityTelemetry();

    [Fact]
    public void Both_outcomes_are_zero_for_a_listener_before_the_first_call()
    {
        var site = Sites.AvailabilityAndLatency();
        Assert.Equal(
            ["availability bad 0", "availability good 0", "latency-1000000ms bad 0", "latency-1000000ms good 0"],
            Listen(site, Telemetry.Events).Select(point => $"{point.Labels[Telemetry.Objective]} {point.Labels[Telemetry.Outcome]} {point.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_outcomes_are_zero_in_the_first_export_in_either_order(bool oursFirst)
    {
        var site = Sites.Availability();
        Assert.Equal(
            ["bad 0", "good 0"],
            Export(site, oursFirst, Telemetry.Events, s_ours).Select(point => $"{point.Labels[Telemetry.Outcome]} {point.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Calling_it_twice_changes_nothing() =>
        Assert.Equal(2, Export(Sites.Availability(), true, Telemetry.Events, services => services.AddReliabilityTelemetry().AddReliabilityTelemetry()).Count);

    [Fact]
    public void Calling_it_twice_starts_one_sampler()
    {
        var services = new ServiceCollection().AddReliabilityTelemetry().AddReliabilityTelemetry();
        Assert.Single(services, service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(BudgetSampler));
    }

    [Fact]
    public void Without_it_nothing_is_exported() => Assert.Empty(Export(Sites.Availability(), true, Telemetry.Events, _ => { }));

    [Fact]
    public void An_event_before_anybody_listened_is_not_lost()
    {
        var site = Sites.Availability();
        site.Succeed(2);
        site.Fail(3);
        Assert.Equal(
            ["bad 3", "good 2"],
            Export(site, true, Telemetry.Events, s_ours).Select(point => $"{point.Labels[Telemetry.Outcome]} {point.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Events_carry_four_labels_and_no_owner() => Assert.All(
        Listen(Sites.Availability(), Telemetry.Events),
        point => Assert.Equal([Telemetry.Service, Telemetry.Slo, Telemetry.Objective, Telemetry.Outcome], point.Labels.Keys));

    [Fact]
    public void An_objective_is_published_as_a_ratio()
    {
        var point = Assert.Single(Listen(Sites.Availability(99.9m, windowDays: 7), Telemetry.ObjectiveTarget));
        Assert.Equal((0.999, 7), (point.Value, point.Labels[Telemetry.WindowDays]));
    }

    [Fact]
    public void The_thresholds_of_alerts_are_published_as_the_policy_has_them()
    {
        var objective = Objective.Availability(99.9m);
        Assert.Equal(
            BurnRatePolicy.Alerts(objective, 7).Select(alert =>
                ((double)alert.Threshold(objective), alert.Severity.Name(), WindowName.Of(alert.LongWindow), WindowName.Of(alert.ShortWindow))),
            Listen(Sites.Availability(99.9m, windowDays: 7), Telemetry.BurnThreshold).Select(point =>
                (point.Value, (string)point.Labels[Telemetry.Severity]!, (string)point.Labels[Telemetry.LongWindow]!, (string)point.Labels[Telemetry.ShortWindow]!)));
    }

    [Fact]
    public void Information_tells_owner_and_runbook()
    {
        var labels = Assert.Single(Listen(Sites.AvailabilityAndLatency(), Telemetry.Info)).Labels;
        Assert.Equal(
            ("payments", "pagerduty:P1", "docs/run.md", "high", "lab", "Lab.Run"),
            (labels[Telemetry.Owner], labels[Telemetry.OnCall], labels[Telemetry.Runbook], labels[Telemetry.Criticality], labels[Telemetry.System], labels[Telemetry.Function]));
    }

    [Fact]
    public void Information_leaves_out_what_nobody_said() =>
        Assert.DoesNotContain(Telemetry.Runbook, Assert.Single(Listen(Sites.Availability(), Telemetry.Info)).Labels.Keys);

    [Fact]
    public void Calls_under_way_are_published()
    {
        var site = Sites.Availability();
        var call = site.Start();
        var during = Assert.Single(Listen(site, Telemetry.Active)).Value;
        call.Succeed();
        Assert.Equal((1.0, 0.0), (during, Assert.Single(Listen(site, Telemetry.Active)).Value));
    }

    [Fact]
    public void Many_kinds_of_failure_make_no_more_series()
    {
        var site = Sites.Availability();
        for (var i = 0; i < 5_000; i++)
        {
            var call = site.Start();
            call.Fail("failure " + i);
        }

        Assert.Equal(2, Export(site, true, Telemetry.Events, s_ours).Count);
    }

    [Fact]
    public void A_threshold_is_a_boundary_of_the_histogram() =>
        Assert.Contains(0.333, ReliabilityMetrics.Duration.Advice!.HistogramBucketBoundaries!);

    private static List<(double Value, Dictionary<string, object?> Labels)> Listen(OperationSite site, string instrumentName)
    {
        var points = new List<(double, Dictionary<string, object?>)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.Meter && instrument.Name == instrumentName)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Add(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        ReliabilityMetrics.EnsureCreated();
        listener.Start();
        listener.RecordObservableInstruments();
        return points;

        void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            if (IsOf(site, labels))
                points.Add((value, labels));
        }
    }

    /// <summary>Starts a host as a service does, and reads its first export.</summary>
    private static List<(double Value, Dictionary<string, object?> Labels)> Export(
        OperationSite site, bool oursFirst, string instrument, Action<IServiceCollection> ours)
    {
        var exported = new List<Metric>();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        if (oursFirst)
            ours(builder.Services);

        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddInMemoryExporter(exported));
        if (!oursFirst)
            ours(builder.Services);

        using var host = builder.Build();
        host.Start();
        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        var points = new List<(double, Dictionary<string, object?>)>();
        foreach (var metric in exported.Where(metric => metric.Name == instrument))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var labels = new Dictionary<string, object?>();
                foreach (var tag in point.Tags)
                    labels.Add(tag.Key, tag.Value);

                if (IsOf(site, labels))
                    points.Add((point.GetSumLong(), labels));
            }
        }

        return points;
    }

    private static bool IsOf(OperationSite site, Dictionary<string, object?> labels) =>
        Equals(labels.GetValueOrDefault(Telemetry.Slo) ?? labels.GetValueOrDefault(Telemetry.Operation), site.Operation.Name);
}
