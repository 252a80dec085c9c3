using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.Model;

namespace Reliability.Hosting.Tests.Health;

public sealed class HealthMetricsTests
{
    private readonly TestCheck _check = new();

    // Hosts of other tests may be published by the same meter at the same time; no other has checks of this name.
    private readonly string _name = $"check-{Guid.NewGuid():N}";

    [Theory]
    [InlineData(HealthStatus.Healthy, 1)]
    [InlineData(HealthStatus.Degraded, 0.5)]
    [InlineData(HealthStatus.Unhealthy, 0)]
    public async Task What_a_probe_was_told_is_published(HealthStatus status, double value)
    {
        _check.Behaviour = _ => Task.FromResult(new HealthCheckResult(status));
        await using var host = await StartAsync();
        await host.ProbeAsync(_name);
        Assert.Equal(value, Published(Telemetry.HealthCheck));
        Assert.Equal(value, Published(Telemetry.HealthGroup));
    }

    [Fact]
    public async Task Nothing_is_published_of_a_check_that_was_never_asked()
    {
        await using var host = await StartAsync();
        Assert.Null(Published(Telemetry.HealthCheck));
        Assert.Null(Published(Telemetry.HealthGroup));
    }

    [Fact]
    public async Task Old_news_end_instead_of_staying_healthy()
    {
        await using var host = await StartAsync();
        await host.ProbeAsync(_name);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(Published(Telemetry.HealthCheck));
        Assert.Null(Published(Telemetry.HealthGroup));
    }

    [Fact]
    public async Task A_check_that_hangs_stays_published_as_unhealthy()
    {
        _check.Behaviour = _ => new TaskCompletionSource<HealthCheckResult>().Task;
        await using var host = await StartAsync();
        var probe = host.ProbeAsync(_name);
        await _check.CalledAsync(1);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await probe;
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, Published(Telemetry.HealthCheck));
    }

    [Fact]
    public async Task A_check_that_no_probe_asks_is_asked_while_somebody_reads_the_metric()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == Telemetry.HealthStatus)
                it.EnableMeasurementEvents(instrument);
        };
        listener.Start();
        await using var host = await StartAsync(("Reliability:Health:RefreshEvery", "00:00:30"));
        await _check.CalledAsync(1);
        for (var i = 0; Published(Telemetry.HealthCheck) != 1 && i < 10_000; i++)
            await Task.Delay(1, TestContext.Current.CancellationToken);

        Assert.Equal(1, Published(Telemetry.HealthCheck));
        for (var i = 0; _check.Calls == 1 && i < 10_000; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(1, _check.Calls);
    }

    private Task<TestHost> StartAsync(params (string Key, string? Value)[] settings) =>
        TestHost.StartAsync(checks => checks.AddCheck(_name, _check, tags: [_name]), settings: settings);

    private double? Published(string label)
    {
        double? published = null;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == Telemetry.HealthStatus)
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == label && Equals(tag.Value, _name))
                    published = value;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return published;
    }
}
