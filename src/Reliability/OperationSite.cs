using System.ComponentModel;
using System.Diagnostics;
using Reliability.Model;

namespace Reliability;

/// <summary>The one place in a process that counts the events of an operation. Emitted code creates one for each
/// <c>[Slo]</c> and keeps it in a static field.</summary>
public sealed class OperationSite
{
    // The counters of a row: calls begun and ended, then good and bad for each objective.
    private const int Begun = 0;
    private const int Ended = 1;
    private const int FirstObjective = 2;

    private readonly StripedCounters _counters;
    private readonly long?[] _thresholds;
    private readonly ExceptionFilter _excluded;
    private readonly bool _measuresTime;
    private readonly bool _hasHistogram;
    private readonly TagList _tags;

    private OperationSite(ServiceIdentity service, Operation operation)
    {
        Service = service;
        Operation = operation;
        var objectives = operation.Level.Objectives;
        _counters = new(FirstObjective + (2 * objectives.Count));
        _thresholds = [.. objectives.Select(objective => Ticks(objective.ThresholdMilliseconds))];
        _excluded = new(operation.Level.ExcludedExceptions);
        _measuresTime = objectives.Any(objective => objective.IsLatency);

        // The framework publishes http.server.request.duration for its endpoints; a second histogram would say the same.
        _hasHistogram = operation.Layer != OperationLayer.Endpoint;
        _tags = new() { { Telemetry.Service, service.Name }, { Telemetry.Operation, operation.Name } };
    }

    /// <summary>The service that promises.</summary>
    public ServiceIdentity Service { get; }

    /// <summary>What is promised.</summary>
    public Operation Operation { get; }

    /// <summary>The calls that are under way.</summary>
    public long Active => Math.Max(0, _counters.Read(Begun) - _counters.Read(Ended));

    internal ref readonly TagList Tags => ref _tags;

    private bool WantsTime => _measuresTime || (_hasHistogram && ReliabilityMetrics.Duration.Enabled);

    /// <summary>Creates the site of an operation and announces it, so that its series exist at zero from the first
    /// collection on.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The new site, or the one that was created for the same service and name before.</returns>
    public static OperationSite Create(ServiceIdentity service, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(operation);
        return OperationRegistry.GetOrAdd(service, operation, () => new OperationSite(service, operation));
    }

    /// <summary>Ties the site to the endpoint whose <c>[Slo]</c> stands at a place. Called by emitted code.</summary>
    /// <param name="declaringType">The metadata name of the type around the <c>[Slo]</c>.</param>
    /// <param name="member">The method that carries it; null for types and lambdas.</param>
    /// <param name="line">The line that the compiler filled into it.</param>
    /// <returns>The site itself.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public OperationSite AtEndpoint(string declaringType, string? member, int line)
    {
        OperationRegistry.AddEndpoint(new(declaringType, member, line), this);
        return this;
    }

    /// <summary>Begins a call. The caller ends it exactly once, by one of the methods of the result.</summary>
    public OperationCall Start()
    {
        _counters.Increment(Begun);
        return new(this, WantsTime ? Stopwatch.GetTimestamp() : 0);
    }

    /// <summary>Begins a call that reached the process at an earlier timestamp.</summary>
    internal OperationCall StartedAt(long timestamp)
    {
        _counters.Increment(Begun);
        return new(this, timestamp);
    }

    /// <summary>The good and bad events of an objective so far.</summary>
    /// <param name="objective">The position in the operation's list of objectives.</param>
    public (long Good, long Bad) Events(int objective) =>
        (_counters.Read(FirstObjective + (2 * objective)), _counters.Read(FirstObjective + (2 * objective) + 1));

    /// <summary>Ends a call whose outcome says nothing about reliability.</summary>
    internal void EndUncounted() => _counters.Increment(Ended);

    internal void EndGood(long start)
    {
        var elapsed = start == 0 ? 0 : Stopwatch.GetTimestamp() - start;
        for (var i = 0; i < _thresholds.Length; i++)
            Count(i, good: _thresholds[i] is not { } threshold || elapsed <= threshold);

        if (_hasHistogram && start != 0)
            ReliabilityMetrics.Duration.Record(Seconds(elapsed), _tags);

        _counters.Increment(Ended);
    }

    internal void EndBad(long start, string errorType)
    {
        for (var i = 0; i < _thresholds.Length; i++)
            Count(i, good: false);

        if (_hasHistogram && start != 0)
        {
            var tags = _tags;
            tags.Add(Telemetry.ErrorType, errorType);
            ReliabilityMetrics.Duration.Record(Seconds(Stopwatch.GetTimestamp() - start), tags);
        }

        _counters.Increment(Ended);
    }

    internal bool IsExcluded(Exception exception) => _excluded.Contains(exception);

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;

    private static long? Ticks(decimal? milliseconds) =>
        milliseconds is { } threshold ? (long)(threshold * Stopwatch.Frequency / 1000m) : null;

    private void Count(int objective, bool good) => _counters.Increment(FirstObjective + (2 * objective) + (good ? 0 : 1));
}
