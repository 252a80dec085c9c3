using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Tests;

public class OperationCallTests
{
    [Fact]
    public void A_call_ends_once()
    {
        var site = Sites.Availability();
        var call = site.Start();
        call.Succeed();
        call.Fail(new InvalidOperationException(), CancellationToken.None);
        call.Fail("500");
        call.Discard();
        Assert.Equal(((1, 0), 0), (site.Events(0), site.Active));
    }

    [Fact]
    public void A_filter_never_catches()
    {
        var call = Sites.Availability().Start();
        Assert.False(call.Fail(new InvalidOperationException(), CancellationToken.None));
    }

    [Fact]
    public void A_call_that_was_never_started_counts_nothing() => Assert.False(default(OperationCall).Fail(new InvalidOperationException(), CancellationToken.None));

    [Fact]
    public void A_discarded_call_is_not_counted()
    {
        var site = Sites.Availability();
        var call = site.Start();
        call.Discard();
        Assert.Equal((0, 0), site.Events(0));
    }

    [Fact]
    public void A_call_is_under_way_until_it_ends()
    {
        var site = Sites.Availability();
        var call = site.Start();
        var during = site.Active;
        call.Succeed();
        Assert.Equal((1, 0), (during, site.Active));
    }

    [Fact]
    public void A_discarded_call_is_not_under_way()
    {
        var site = Sites.Availability();
        var call = site.Start();
        call.Discard();
        Assert.Equal(0, site.Active);
    }

    [Fact]
    public void A_call_that_waited_before_it_was_seen_has_been_slow()
    {
        var site = Sites.AvailabilityAndLatency(milliseconds: 1000m);
        var call = site.StartedAt(Stopwatch.GetTimestamp() - (2 * Stopwatch.Frequency));
        call.Succeed();
        Assert.Equal(((1, 0), (0, 1)), (site.Events(0), site.Events(1)));
    }

    [Fact]
    public void A_site_is_created_once_for_a_name()
    {
        var site = Sites.Availability();
        Assert.Same(site, OperationSite.Create(site.Service, site.Operation));
    }

    [Fact]
    public void The_same_name_in_another_service_is_another_site()
    {
        var site = Sites.Availability();
        Assert.NotSame(site, OperationSite.Create(site.Service with { Name = "other" }, site.Operation));
    }

    [Theory]
    [InlineData("System.ArgumentException", typeof(ArgumentException), 0)]
    [InlineData("System.ArgumentException", typeof(ArgumentNullException), 0)]
    [InlineData("System.ArgumentNullException", typeof(ArgumentException), 1)]
    [InlineData("Reliability.Tests.OperationCallTests.NestedException", typeof(NestedException), 0)]
    [InlineData("Reliability.Tests.OperationCallTests.NestedException", typeof(GenericException<int>), 1)]
    [InlineData("Reliability.Tests.OperationCallTests.GenericException", typeof(GenericException<int>), 0)]
    public void An_excluded_exception_is_known_by_its_name(string excluded, Type thrown, int bad)
    {
        var site = Sites.Availability(excluded: excluded);
        var call = site.Start();
        call.Fail((Exception)Activator.CreateInstance(thrown)!, CancellationToken.None);
        Assert.Equal((0, bad), site.Events(0));
    }

    [Theory]
    [InlineData(0.000001, 0, 1)]
    [InlineData(1_000_000, 1, 0)]
    public void A_success_is_good_for_latency_within_the_threshold(double threshold, int good, int bad)
    {
        var site = Sites.AvailabilityAndLatency((decimal)threshold);
        var call = site.Start();
        Thread.Sleep(1);
        call.Succeed();
        Assert.Equal((good, bad), site.Events(1));
    }

    [Fact]
    public void A_fast_failure_is_bad_for_latency()
    {
        var site = Sites.AvailabilityAndLatency();
        site.Fail();
        Assert.Equal((0, 1), site.Events(1));
    }

    [Theory]
    [InlineData(OperationLayer.Method, 1)]
    [InlineData(OperationLayer.Endpoint, 0)]
    public void An_endpoint_gets_no_second_histogram(OperationLayer layer, int recorded)
    {
        var site = Sites.AvailabilityAndLatency(layer: layer);
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == Telemetry.Duration)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            // Other tests record at the same time.
            if (tags.Contains(new(Telemetry.Operation, site.Operation.Name)))
                count++;
        });
        ReliabilityMetrics.EnsureCreated();
        listener.Start();
        site.Succeed();
        Assert.Equal(recorded, count);
    }

    [Fact]
    public void A_call_that_began_before_anybody_listened_has_no_duration()
    {
        var site = Sites.Availability();
        var call = new OperationCall(site, start: 0, span: null);
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == Telemetry.Duration)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.Contains(new(Telemetry.Operation, site.Operation.Name)))
                count++;
        });
        listener.Start();
        call.Succeed();
        Assert.Equal((0, (1L, 0L)), (count, site.Events(0)));
    }

    private sealed class NestedException : Exception;

    private sealed class GenericException<T> : Exception;
}
