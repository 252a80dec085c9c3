using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reliability.Model;

namespace Reliability.Benchmarks.Hooks.Contenders;

/// <summary>What a good engineer writes by hand to get the same telemetry: a histogram of durations and a counter of good and
/// bad events, every tag prepared in advance and passed by reference.</summary>
internal sealed class HandWrittenTelemetry
{
    public const string MeterName = "HandWritten";

    private static readonly Meter s_meter = new(MeterName);
    private static readonly Counter<long> s_events = s_meter.CreateCounter<long>("handwritten.slo.events", "{event}");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram(
        "handwritten.operation.duration", "s", tags: null, description: null,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.3, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    private readonly long? _threshold;
    private readonly TagList _tags;
    private readonly TagList _good;
    private readonly TagList _bad;
    private readonly TagList _fast;
    private readonly TagList _slow;

    /// <param name="operation">The name of the operation.</param>
    /// <param name="latencyMilliseconds">The threshold of a second objective, about latency, if there is one.</param>
    public HandWrittenTelemetry(string operation, int? latencyMilliseconds = null)
    {
        _threshold = latencyMilliseconds * Stopwatch.Frequency / 1000;
        _tags = new() { { Telemetry.Service, "benchmarks" }, { Telemetry.Operation, operation } };
        _good = Events(operation, "availability", Telemetry.Good);
        _bad = Events(operation, "availability", Telemetry.Bad);
        _fast = Events(operation, "latency", Telemetry.Good);
        _slow = Events(operation, "latency", Telemetry.Bad);
    }

    public static bool Enabled => s_duration.Enabled || s_events.Enabled;

    public void Succeeded(long start)
    {
        var elapsed = Stopwatch.GetTimestamp() - start;
        s_events.Add(1, in _good);
        if (_threshold is { } threshold)
            s_events.Add(1, in elapsed <= threshold ? ref _fast : ref _slow);

        s_duration.Record((double)elapsed / Stopwatch.Frequency, in _tags);
    }

    /// <summary>For an exception filter: records and never catches.</summary>
    public bool Failed(long start, Exception exception)
    {
        var elapsed = Stopwatch.GetTimestamp() - start;
        s_events.Add(1, in _bad);
        if (_threshold is not null)
            s_events.Add(1, in _slow);

        var tags = _tags;
        tags.Add(Telemetry.ErrorType, exception.GetType().FullName);
        s_duration.Record((double)elapsed / Stopwatch.Frequency, in tags);
        return false;
    }

    private static TagList Events(string operation, string objective, string outcome) => new()
    {
        { Telemetry.Service, "benchmarks" },
        { Telemetry.Slo, operation },
        { Telemetry.Objective, objective },
        { Telemetry.Outcome, outcome },
    };
}
