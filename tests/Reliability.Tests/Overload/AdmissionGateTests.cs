using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Reliability.Deadlines;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

public sealed class AdmissionGateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Where_there_is_room_nothing_is_waited_for_and_nothing_allocated()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 4, QueueLimit = 4, IsAdaptive = true });
        void Call()
        {
            var entering = gate.EnterAsync(CancellationToken.None);
            Assert.True(entering.IsCompletedSuccessfully);
#pragma warning disable xUnit1031, CA1849 // it has ended
            entering.Result.Dispose();
#pragma warning restore xUnit1031, CA1849
        }

        for (var i = 0; i < 10_000; i++)
            Call();

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
                Call();

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public async Task A_lease_that_is_disposed_of_twice_ends_one_call()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 2 });
        var first = await gate.EnterAsync(Cancelled);
        first.Dispose();
        var second = await gate.EnterAsync(Cancelled);
        first.Dispose();
        Assert.Equal(1, gate.Admissions.Active);
        second.Dispose();
        Assert.Equal(0, gate.Admissions.Active);
    }

    [Fact]
    public async Task What_is_beyond_the_limit_is_turned_away_at_once_and_told_when_to_come_back()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1 });
        using var lease = await gate.EnterAsync(Cancelled);
        var refusal = await Assert.ThrowsAsync<OverloadedException>(async () => await gate.EnterAsync(Cancelled));
        Assert.InRange(refusal.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_call_waits_for_its_turn_and_gets_it()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 1, QueueTimeout = TimeSpan.FromMinutes(5) });
        var first = await gate.EnterAsync(Cancelled);
        var second = gate.EnterAsync(Cancelled);
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var lease = await second;
        Assert.Equal(1, gate.Admissions.Active);
    }

    [Fact]
    public async Task A_call_waits_no_longer_than_it_may()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 1, QueueTimeout = TimeSpan.FromMilliseconds(1) });
        using var lease = await gate.EnterAsync(Cancelled);
        await Assert.ThrowsAsync<OverloadedException>(async () => await gate.EnterAsync(Cancelled));
        Assert.Equal((0, 1L), (gate.Admissions.Queued, gate.Admissions.Shed(Criticality.Critical, ShedReason.QueueTimeout)));
    }

    [Fact]
    public async Task A_call_waits_no_longer_than_its_caller_does()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 1, QueueTimeout = TimeSpan.FromMinutes(5) });
        using var lease = await gate.EnterAsync(Cancelled);
        using (Deadline.Begin(TimeSpan.FromMilliseconds(20)))
            await Assert.ThrowsAsync<DeadlineExceededException>(async () => await gate.EnterAsync(Cancelled));

        Assert.Equal((0, 1L), (gate.Admissions.Queued, gate.Admissions.Shed(Criticality.Critical, ShedReason.Deadline)));
    }

    [Fact]
    public async Task Work_whose_deadline_has_passed_is_not_begun_although_there_is_room()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1 });
        using (Deadline.Begin(TimeSpan.Zero))
            await Assert.ThrowsAsync<DeadlineExceededException>(async () => await gate.EnterAsync(Cancelled));

        Assert.Equal(0, gate.Admissions.Active);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_line()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 1, QueueTimeout = TimeSpan.FromMinutes(5) });
        using var lease = await gate.EnterAsync(Cancelled);
        using var caller = new CancellationTokenSource();
        var waiting = gate.EnterAsync(caller.Token).AsTask();
        await caller.CancelAsync();
        var end = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal((caller.Token, 0), (end.CancellationToken, gate.Admissions.Queued));
    }

    [Fact]
    public async Task The_most_important_call_takes_the_place_of_the_least_important_one_that_came_last()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 3, QueueTimeout = TimeSpan.FromMinutes(5) });
        var running = await gate.EnterAsync(Cancelled);
        var early = Enter(gate, Criticality.Sheddable);
        var late = Enter(gate, Criticality.Sheddable);
        var better = Enter(gate, Criticality.SheddablePlus);
        var payment = Enter(gate, Criticality.CriticalPlus);

        Assert.Equal(ShedReason.Displaced, (await late).Refusal);
        foreach (var next in new[] { payment, better, early })
        {
            running.Dispose();
            running = (await next).Lease;
        }

        running.Dispose();
        Assert.Equal((0, 0), (gate.Admissions.Active, gate.Admissions.Queued));
    }

    [Fact]
    public async Task A_call_displaces_none_of_its_own_kind()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1, QueueLimit = 1, QueueTimeout = TimeSpan.FromMinutes(5) });
        using var running = await gate.EnterAsync(Cancelled);
        var waiting = Enter(gate, Criticality.Critical);
        Assert.Equal(ShedReason.QueueFull, (await Enter(gate, Criticality.Critical)).Refusal);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Sheddable_work_leaves_room_where_there_is_important_work_and_takes_all_where_there_is_none()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 8 });
        Assert.Equal(8, await FillAsync(gate));

        var both = Gates.Create(new() { MaxConcurrency = 8 });
        (await Enter(both, Criticality.Critical)).Lease.Dispose();
        Assert.Equal(6, await FillAsync(both));
        Assert.Null((await Enter(both, Criticality.Critical)).Refusal);

        static async Task<int> FillAsync(AdmissionGate gate)
        {
            var count = 0;
            while ((await Enter(gate, Criticality.Sheddable)).Refusal is null)
                count++;

            return count;
        }
    }

    [Fact]
    public async Task One_name_has_one_gate()
    {
        var service = new ServiceIdentity { Name = "one-gate" };
        var gate = AdmissionGate.Create(service, "operation", new() { MaxConcurrency = 1 });
        Assert.Same(gate, AdmissionGate.Create(service, "operation", new() { MaxConcurrency = 1 }));
        Assert.NotSame(gate, AdmissionGate.Create(service, null, new() { MaxConcurrency = 1 }));
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData(0, 0, 100, 1)]
    [InlineData(1, -1, 100, 1)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(1, 0, 100, 0)]
    [InlineData(1, 0, 100, 2)]
    public void Numbers_that_cannot_be_meant_are_refused(int most, int queue, int milliseconds, int least) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Gates.Create(
            new() { MaxConcurrency = most, QueueLimit = queue, QueueTimeout = TimeSpan.FromMilliseconds(milliseconds), MinConcurrency = least }));

    [Fact]
    public async Task Whatever_takes_a_rate_limiter_takes_a_gate()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 1 });
        using (var lease = await gate.Limiter.AcquireAsync(1, Cancelled))
        {
            Assert.True(lease.IsAcquired);
            using var refused = gate.Limiter.AttemptAcquire();
            Assert.False(refused.IsAcquired);
            Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter));
            Assert.InRange(retryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        }

        var statistics = gate.Limiter.GetStatistics()!;
        Assert.Equal((1L, 1L, 1L), (statistics.CurrentAvailablePermits, statistics.TotalSuccessfulLeases, statistics.TotalFailedLeases));
    }

    [Fact]
    public async Task Every_series_of_a_gate_is_there_before_anything_happened_and_says_what_happened()
    {
        var gate = Gates.Create(new() { MaxConcurrency = 4, QueueLimit = 1, QueueTimeout = TimeSpan.FromMinutes(5) });
        Assert.Equal((16, 0d), (Read(gate, Telemetry.AdmissionShed).Count, Read(gate, Telemetry.AdmissionShed).Sum()));
        Assert.Equal([4], Read(gate, Telemetry.AdmissionLimit));

        for (var i = 0; i < 5; i++)
            _ = Enter(gate, Criticality.Critical);

        await Enter(gate, Criticality.Sheddable);
        Assert.Equal([4], Read(gate, Telemetry.AdmissionActive));
        Assert.Equal([1], Read(gate, Telemetry.AdmissionQueued));
        Assert.Equal([1], Read(gate, Telemetry.AdmissionSaturation));
        Assert.Equal(1, Read(gate, Telemetry.AdmissionShed, (Telemetry.CallCriticality, "sheddable"), (Telemetry.ShedReason, "queue_full")).Single());
    }

    [Theory]
    [InlineData(2, 0.0, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(2, 1.0, 3)]
    [InlineData(1, 0.0, 1)]
    [InlineData(60, 0.25, 45)]
    public void Those_who_are_turned_away_together_do_not_come_back_together(double average, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelay.Of(TimeSpan.FromSeconds(average), random));

    private static Task<Admission> Enter(AdmissionGate gate, Criticality criticality) =>
        gate.TryEnterAsync(criticality, deadline: null, CancellationToken.None).AsTask();

    private static List<double> Read(AdmissionGate gate, string instrument, params (string Key, string Value)[] labels)
    {
        var values = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (published, self) =>
        {
            if (published.Meter.Name == Telemetry.Meter && published.Name == instrument)
                self.EnableMeasurementEvents(published);
        };
        void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray();
            if (all.Contains(new(Telemetry.Operation, gate.Operation)) && labels.All(label => all.Contains(new(label.Key, label.Value))))
                values.Add(value);
        }

        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Take(value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => Take(value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }
}
