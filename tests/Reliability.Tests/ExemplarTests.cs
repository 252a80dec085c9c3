using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>A duration leads to the trace that it is of, where the SDK keeps exemplars.</summary>
public class ExemplarTests
{
    private static readonly ActivitySource s_callers = new("Exemplars");

    // The meter is the process's, and a test beside this one makes thousands of series: more than an instrument has by default.
    private static readonly MetricStreamConfiguration s_roomForAll = new() { CardinalityLimit = 20_000 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duration_points_to_its_trace(bool waits)
    {
        var site = Sites.Availability();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Exemplars",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var exported = new List<Metric>();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Telemetry.Meter)
            .AddView(Telemetry.Duration, s_roomForAll)
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddInMemoryExporter(exported)
            .Build();
        using (var caller = s_callers.StartActivity("caller"))
        {
            await site.MeasureAsync(
                async (waits, cancellationToken) =>
                {
                    if (waits)
                        await Task.Delay(5, cancellationToken);
                },
                waits, TestContext.Current.CancellationToken);
            provider.ForceFlush();
            Assert.Contains(caller!.TraceId, Exemplars(site, exported));
        }
    }

    private static List<ActivityTraceId> Exemplars(OperationSite site, List<Metric> exported)
    {
        var traces = new List<ActivityTraceId>();
        foreach (var metric in exported.Where(metric => metric.Name == Telemetry.Duration))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var isOurs = false;
                foreach (var tag in point.Tags)
                    isOurs |= tag.Key == Telemetry.Operation && Equals(tag.Value, site.Operation.Name);

                if (isOurs && point.TryGetExemplars(out var exemplars))
                {
                    foreach (ref readonly var exemplar in exemplars)
                        traces.Add(exemplar.TraceId);
                }
            }
        }

        return traces;
    }
}
