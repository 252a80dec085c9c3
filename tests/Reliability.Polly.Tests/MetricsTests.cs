using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Reliability.Model;

namespace Reliability.Polly.Tests;

public sealed class MetricsTests
{
    [Fact]
    public void Every_series_that_there_can_be_is_there_at_zero_from_the_start()
    {
        var policy = new Failover.FailoverPolicy
        {
            Timeout = new() { Total = TimeSpan.FromSeconds(1), Attempt = TimeSpan.FromMilliseconds(300) },
            Retry = Sites.Retry with { Dependency = Sites.Name("prices") },
            CircuitBreaker = Sites.Breaker,
            Fallback = new(),
        };
        var site = Sites.Create(policy);
        var series = Collect().Where(series => series.Labels.Contains(site.Operation) || series.Labels.Contains(policy.Retry.Dependency!)).ToList();
        string[] events =
        [
            "attempt_timeout", "breaker_closed", "breaker_half_opened", "breaker_opened", "breaker_rejected",
            "fallback", "retry", "retry_denied", "retry_exhausted", "timeout",
        ];
        Assert.Equal(events, series.Where(series => series.Name == Telemetry.FailoverEvents).Select(series => series.Labels.Split(' ')[^1]).Order());
        Assert.All(series.Where(series => series.Name == Telemetry.FailoverEvents), series => Assert.Equal(0, series.Value));
        Assert.Equal(1, series.Single(series => series.Name == Telemetry.BreakerState).Value);
        Assert.Equal(2, series.Single(series => series.Name == Telemetry.RetryBudget).Value);
    }

    [Fact]
    public void What_cannot_happen_has_no_series()
    {
        var site = Sites.Create(new() { Fallback = new() });
        Assert.Equal("fallback", Assert.Single(Collect(), series => series.Labels.Contains(site.Operation)).Labels.Split(' ')[^1]);
    }

    [Fact]
    public async Task What_happened_is_counted_where_everybody_sees_it()
    {
        var clock = new FakeTimeProvider();
        var site = Sites.Create(new() { Retry = Sites.Retry }, clock);
        await site.Outcome(clock, _ => throw new IOException("down"));
        Assert.Equal(2, Collect().Single(series => series.Labels == $"tests {site.Operation} retry").Value);
    }

    [Fact]
    public void Two_methods_of_one_name_share_their_series()
    {
        var name = Sites.Name("shared");
        Sites.Create(new() { CircuitBreaker = Sites.Breaker }, name: name);
        Sites.Create(new() { CircuitBreaker = Sites.Breaker }, name: name);
        var series = Collect().Where(series => series.Labels.Contains(name)).Select(series => series.Name + series.Labels).ToList();
        Assert.Equal(series.Distinct(), series);
    }

    private static List<(string Name, double Value, string Labels)> Collect()
    {
        var all = new List<(string, double, string)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.Meter)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => all.Add((instrument.Name, value, Text(labels))));
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => all.Add((instrument.Name, value, Text(labels))));
        listener.Start();
        listener.RecordObservableInstruments();
        return all;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = new List<string?>();
        foreach (var label in labels)
            text.Add(label.Value?.ToString());
        return string.Join(' ', text);
    }
}
