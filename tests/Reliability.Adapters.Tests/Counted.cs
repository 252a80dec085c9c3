using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Reliability.Adapters.Tests;

/// <summary>What one operation has counted since the test began.</summary>
internal sealed class Counted : IDisposable
{
    private readonly OperationSite _site;
    private readonly (long Good, long Bad) _before;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _durations = new();

    public Counted(OperationSite site)
    {
        _site = site;
        _before = site.Events(0);
        _listener.InstrumentPublished = static (instrument, it) =>
        {
            if (instrument.Name == "reliability.operation.duration")
                it.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, duration, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "reliability.operation" && tag.Value as string == site.Operation.Name)
                    _durations.Enqueue(duration);
            }
        });
        _listener.Start();
    }

    public (long Good, long Bad) Events
    {
        get
        {
            var (good, bad) = _site.Events(0);
            return (good - _before.Good, bad - _before.Bad);
        }
    }

    public long Active => _site.Active;

    /// <summary>The durations that were recorded, in seconds.</summary>
    public IReadOnlyCollection<double> Durations => _durations;

    /// <summary>Waits until that many events were counted and no call is under way.</summary>
    public async Task SettleAsync(long good, long bad)
    {
        for (var i = 0; i < 1500 && (Events != (good, bad) || Active != 0); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        Check(good, bad);
    }

    /// <summary>Exactly these events, and one duration for each.</summary>
    public void Check(long good, long bad)
    {
        Assert.Equal((good, bad), Events);
        Assert.Equal(0, Active);
        Assert.Equal(good + bad, Durations.Count);
    }

    public void Dispose() => _listener.Dispose();
}
