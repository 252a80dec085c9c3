using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>A call that ends well costs no memory: not one byte in many thousand, whether somebody listens or not.</summary>
public class AllocationTests
{
    private const int Calls = 10_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_success_allocates_nothing(bool listened)
    {
        var site = Sites.AvailabilityAndLatency();
        Assert.Equal(0, Allocated(listened, () =>
        {
            var call = site.Start();
            call.Succeed();
        }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_completed_task_allocates_nothing(bool listened)
    {
        var site = Sites.AvailabilityAndLatency();
        var task = Task.FromResult("answer");
        Assert.Equal(0, Allocated(listened, () =>
        {
            var call = site.Start();
            _ = call.Observe((Task)task, CancellationToken.None);
            call = site.Start();
            _ = call.Observe(task, isGood: null, CancellationToken.None);
        }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_completed_value_task_allocates_nothing(bool listened)
    {
        var site = Sites.AvailabilityAndLatency();
        Assert.Equal(0, Allocated(listened, () =>
        {
            var call = site.Start();
#pragma warning disable CA2012 // completed: there is nothing to wait for
            _ = call.Observe(ValueTask.CompletedTask, CancellationToken.None);
            call = site.Start();
            _ = call.Observe(new ValueTask<int>(1), isGood: null, CancellationToken.None);
#pragma warning restore CA2012
        }));
    }

    [Fact]
    public void The_measurement_sees_a_single_small_object() =>
        Assert.True(Allocated(listened: false, static () => GC.KeepAlive(new object())) >= 24 * Calls);

    private static long Allocated(bool listened, Action call)
    {
        using var listener = new MeterListener();
        if (listened)
        {
            ReliabilityMetrics.EnsureCreated();
            listener.InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Meter)
                    self.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
            listener.Start();
        }

        // Long enough for the last tier of the compiler, and for what is created once.
        for (var i = 0; i < Calls; i++)
            call();

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                call();

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
