using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Reliability.Model;

namespace Reliability;

/// <summary>The one place in a process that counts the events of an operation. Emitted code creates one for each
/// <c>[Slo]</c> and keeps it in a static field; <c>Operations.PlaceOrder</c> is that of <c>place-order</c>.</summary>
[StackTraceHidden]
[DebuggerStepThrough]
public sealed class OperationSite
{
    private readonly EventCounters _events;
    private readonly ExceptionFilter _excluded;
    private readonly bool _hasHistogram;
    private readonly TagList _tags;

    private OperationSite(ServiceIdentity service, Operation operation)
    {
        Service = service;
        Operation = operation;
        _events = new(operation.Level.Objectives, Stopwatch.Frequency);
        _excluded = new(operation.Level.ExcludedExceptions);
        Promised = operation.Level.Objectives.Max([StackTraceHidden, DebuggerStepThrough] static (objective) => objective.ThresholdMilliseconds) is { } longest
            ? TimeSpan.FromMilliseconds((double)longest)
            : null;

        // The framework publishes http.server.request.duration for its endpoints; a second histogram would say the same.
        _hasHistogram = operation.Layer != OperationLayer.Endpoint;
        _tags = new() { { Telemetry.Service, service.Name }, { Telemetry.Operation, operation.Name } };
    }

    /// <summary>The service that promises.</summary>
    public ServiceIdentity Service { get; }

    /// <summary>What is promised.</summary>
    public Operation Operation { get; }

    /// <summary>Whether calls are counted: since <c>AddReliability()</c> or since somebody first listened to the meter. Before,
    /// a call is the bare call.</summary>
    public static bool Enabled => Counting.IsOn;

    /// <summary>The calls that are under way.</summary>
    public long Active => _events.Active;

    /// <summary>Tells whether a response is a good one; null when its status does.</summary>
    internal Func<object, bool>? IsGoodResponse { get; private set; }

    /// <summary>The longest time that is promised; null when none is.</summary>
    internal TimeSpan? Promised { get; }

    internal ref readonly TagList Tags => ref _tags;

    private bool WantsTime => _events.NeedTime || (_hasHistogram && ReliabilityMetrics.Duration.Enabled);

    /// <summary>Creates the site of an operation and announces it, so that its series exist at zero from the first
    /// collection on.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>The new site, or the one that was created for the same service and name before.</returns>
    public static OperationSite Create(ServiceIdentity service, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(operation);
        return OperationRegistry.GetOrAdd(service, operation, [StackTraceHidden, DebuggerStepThrough] () => new OperationSite(service, operation));
    }

    /// <summary>The site that counts the calls which a framework makes of a method: of a hub method, a consumer, a job. For the
    /// filter of a framework that has no adapter yet.</summary>
    /// <param name="method">The method that the framework is about to call.</param>
    /// <returns>Null when neither the method nor its class carries an <c>[Slo]</c>, or when it is counted around its body.</returns>
    public static OperationSite? Of(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return OperationPlaces.Find(method);
    }

    /// <summary>Ties the site to the method, lambda or type whose <c>[Slo]</c> stands at a place. Called by emitted code.</summary>
    /// <param name="declaringType">The metadata name of the type around the <c>[Slo]</c>.</param>
    /// <param name="member">The method that carries it; null for types and lambdas.</param>
    /// <param name="line">The line that the compiler filled into it.</param>
    /// <returns>The site itself.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public OperationSite At(string declaringType, string? member, int line)
    {
        OperationRegistry.Add(new(declaringType, member, line), this);
        return this;
    }

    /// <summary>Lets the program judge a response. Called by emitted code.</summary>
    /// <param name="isGood">Is given the <c>HttpContext</c>.</param>
    /// <returns>The site itself.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public OperationSite JudgedBy(Func<object, bool> isGood)
    {
        IsGoodResponse = isGood;
        return this;
    }

    /// <summary>Begins a call. The caller ends it exactly once, by one of the methods of the result.</summary>
    /// <example><code>
    /// var call = Operations.Import.Start();
    /// try
    /// {
    ///     await ImportAsync(cancellationToken);
    ///     call.Succeed();
    /// }
    /// catch (Exception e) when (call.Fail(e, cancellationToken))
    /// {
    ///     throw; // never reached: Fail answers false
    /// }
    /// </code></example>
    public OperationCall Start()
    {
        _events.Begin();
        return new(this, WantsTime ? Stopwatch.GetTimestamp() : 0, OperationSpans.Start(Operation));
    }

    /// <summary>Begins a call that reached the process at an earlier timestamp, and of which the framework makes a span.</summary>
    internal OperationCall StartedAt(long timestamp)
    {
        _events.Begin();
        return new(this, timestamp, span: null);
    }

    /// <summary>The good and bad events of an objective so far.</summary>
    /// <param name="objective">The position in the operation's list of objectives.</param>
    public (long Good, long Bad) Events(int objective) => _events.Read(objective);

    /// <summary>Ends a call whose outcome says nothing about reliability.</summary>
    internal void EndUncounted() => _events.EndUncounted();

    internal void EndGood(long start)
    {
        var elapsed = start == 0 ? 0 : Stopwatch.GetTimestamp() - start;
        _events.EndGood(elapsed);
        if (_hasHistogram && start != 0)
            ReliabilityMetrics.Duration.Record(Seconds(elapsed), _tags);
    }

    internal void EndBad(long start, string errorType)
    {
        _events.EndBad();
        if (!_hasHistogram || start == 0)
            return;

        var tags = _tags;
        tags.Add(Telemetry.ErrorType, errorType);
        ReliabilityMetrics.Duration.Record(Seconds(Stopwatch.GetTimestamp() - start), tags);
    }

    internal bool IsExcluded(Exception exception) => _excluded.Contains(exception);

    private static double Seconds(long ticks) => (double)ticks / Stopwatch.Frequency;
}
