using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>Many threads, many events: none is lost, and the budget in the process says what the counters say.</summary>
public class ExactnessTests
{
    private const int Threads = 32;
    private const int Each = 1_000_000;

    [Fact]
    public void Thirty_two_million_events_are_all_counted_and_the_budget_agrees()
    {
        var site = Sites.AvailabilityAndLatency();
        var clock = new FakeTimeProvider();
        var budgets = new ErrorBudgets(clock);
        budgets.Sample();
        using var start = new Barrier(Threads);
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Each; i++)
            {
                var call = site.Start();
                if ((i + number) % 10 == 0)
                    call.Fail("broken");
                else
                    call.Succeed();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        const long Bad = (long)Threads * Each / 10;
        const long Good = ((long)Threads * Each) - Bad;
        Assert.Equal(((Good, Bad), (Good, Bad), 0), (site.Events(0), site.Events(1), site.Active));
        clock.Advance(TimeSpan.FromMinutes(1));
        var status = budgets.Snapshot().Single(status => status.Operation == site.Operation);
        Assert.All(status.Objectives, objective => Assert.Equal((Good, Bad), (objective.Budget.Good, objective.Budget.Bad)));
    }

    /// <summary>Whatever is in arguments, results and messages, the series are those of the declaration.</summary>
    [Fact]
    public void A_million_distinct_inputs_make_no_new_series()
    {
        var site = Sites.AvailabilityAndLatency();
        var exported = new List<Metric>();

        // Room for the series of tests beside this one: the meter is the process's.
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Telemetry.Meter)
            .AddView(Telemetry.Duration, new MetricStreamConfiguration { CardinalityLimit = 20_000 })
            .AddInMemoryExporter(exported)
            .Build();
        CallMany(site, 0, 1_000);
        var few = Series(site, provider, exported);
        CallMany(site, 1_000, 1_000_000);
        Assert.Equal((few, 6), (Series(site, provider, exported), few));
    }

    private static void CallMany(OperationSite site, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            // A call has inputs that differ, and fails in every hundredth case with a message that differs.
            try
            {
                site.Measure(static input => input % 100 == 0 ? throw new InvalidOperationException("input " + input) : "output " + input, i);
            }
            catch (InvalidOperationException)
            {
            }
        }
    }

    /// <summary>Two outcomes of two objectives, and a histogram with and without an error.</summary>
    private static int Series(OperationSite site, MeterProvider provider, List<Metric> exported)
    {
        exported.Clear();
        provider.ForceFlush();
        var count = 0;
        foreach (var metric in exported.Where(metric => metric.Name is Telemetry.Events or Telemetry.Duration))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                foreach (var tag in point.Tags)
                    count += tag.Key is Telemetry.Slo or Telemetry.Operation && Equals(tag.Value, site.Operation.Name) ? 1 : 0;
            }
        }

        return count;
    }
}
