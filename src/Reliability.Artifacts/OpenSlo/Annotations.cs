namespace Reliability.Artifacts.OpenSlo;

/// <summary>The annotations that hold what OpenSLO has no field for. The only place that spells them.</summary>
internal static class Annotations
{
    public const string Prefix = "reliability.dev/";

    // Of a Service
    public const string Service = Prefix + "service";
    public const string Tier = Prefix + "tier";
    public const string System = Prefix + "system";

    // Of a Service and of an SLO
    public const string Owner = Prefix + "owner";
    public const string OnCall = Prefix + "on-call";
    public const string Chat = Prefix + "chat";

    // Of an SLO
    public const string Operation = Prefix + "operation";
    public const string Layer = Prefix + "layer";
    public const string Function = Prefix + "function";
    public const string Source = Prefix + "source";
    public const string Runbook = Prefix + "runbook";
    public const string LatencyMilliseconds = Prefix + "latency-milliseconds";
    public const string ExcludedExceptions = Prefix + "excluded-exceptions";
    public const string EventsPerHour = Prefix + "events-per-hour";

    // Of an SLO whose indicator is a metric of somebody else, in OpenTelemetry's names
    public const string Metric = Prefix + "metric";
    public const string MetricKind = Prefix + "metric-kind";
    public const string MetricUnit = Prefix + "metric-unit";
    public const string MetricWhere = Prefix + "metric-where";
    public const string MetricGood = Prefix + "metric-good";
    public const string MetricBad = Prefix + "metric-bad";
    public const string MetricOtherGood = Prefix + "metric-other-good";
    public const string MetricOtherBad = Prefix + "metric-other-bad";
    public const string MetricBuckets = Prefix + "metric-buckets";

    // Of an AlertPolicy: OpenSLO knows one window.
    public const string ShortWindow = Prefix + "short-window";

    public static readonly string[] OfService = [Service, Tier, System, Owner, OnCall, Chat];

    public static readonly string[] OfSlo =
    [
        Operation, Layer, Function, Source, Runbook, Owner, OnCall, Chat, LatencyMilliseconds, ExcludedExceptions, EventsPerHour,
        Metric, MetricKind, MetricUnit, MetricWhere, MetricGood, MetricBad, MetricOtherGood, MetricOtherBad, MetricBuckets,
    ];
}
