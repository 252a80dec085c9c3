namespace Reliability;

/// <summary>What every form of <c>[MetricSlo]</c> has in common. Use <see cref="MetricSloAttribute"/> or
/// <see cref="MetricSloAttribute{TProfile}"/>.</summary>
/// <remarks>
/// <para>Of the events that <see cref="Where"/> selects, exactly one of <see cref="Good"/>, <see cref="Bad"/>, <see cref="GoodMetric"/> and
/// <see cref="BadMetric"/> says which are good or bad. Where a profile promises nothing but latency, it may be none: what is fast is
/// good.</para>
/// <para>Each of the texts in <see cref="Where"/>, <see cref="Good"/> and <see cref="Bad"/> is a label, an operator and a value:
/// <c>http.route=/orders</c>. The label is written as OpenTelemetry names the attribute. The operator is <c>=</c> or <c>!=</c>, or with a
/// regular expression (RE2) that has to match the whole value <c>=~</c> or <c>!~</c>. Nothing behind the operator means a label that is not
/// there: <c>error.type=</c>. All texts of one list must hold together.</para>
/// <para>REL0103 reports what cannot be meant, at the very argument.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public abstract class MetricLevelAttribute : Attribute
{
    private protected MetricLevelAttribute(string name) => Name = name;

    /// <summary>The name of the operation, unique in the service and not empty. Shared with what <c>[Slo]</c> names.</summary>
    public string Name { get; }

    /// <summary>The instrument whose events are all events, as OpenTelemetry names it: <c>http.server.request.duration</c>. Required. Of
    /// .NET's own instruments and those of OpenTelemetry's conventions, kind, unit and buckets are known.</summary>
    public string? Metric { get; set; }

    /// <summary>What kind of instrument <see cref="Metric"/> is. Required unless it is well known.</summary>
    public InstrumentKind Kind { get; set; }

    /// <summary>The unit of <see cref="Metric"/> in UCUM: <c>s</c>, <c>ms</c>, <c>{request}</c>. An objective about latency needs a unit
    /// of time. Not needed where the instrument is well known, or has no unit.</summary>
    public string? Unit { get; set; }

    /// <summary>Which events of <see cref="Metric"/> count; all, when nothing is said.</summary>
    public string[]? Where { get; set; }

    /// <summary>Which of those are good; all others are bad.</summary>
    public string[]? Good { get; set; }

    /// <summary>Which of those are bad; all others are good.</summary>
    public string[]? Bad { get; set; }

    /// <summary>Another counter, which counts good events only. <see cref="Where"/> selects among its events as well. For availability
    /// only: it does not tell how long a good event took.</summary>
    public string? GoodMetric { get; set; }

    /// <summary>Another counter, which counts bad events only. <see cref="Where"/> selects among its events as well. For availability
    /// only.</summary>
    public string? BadMetric { get; set; }

    /// <summary>The upper bounds of the buckets that a histogram has, in its unit, ascending, without infinity. A latency threshold must be
    /// one of them. Not needed where the instrument is well known and no view changes its buckets.</summary>
    public double[]? Buckets { get; set; }

    /// <summary>How many events an ordinary quiet hour has, above 0. Nothing is measured by it: it tells whether alerts can fire, and how
    /// soon (REL0104, REL0105).</summary>
    public double EventsPerHour { get; set; }

    /// <summary>What to do when the budget burns: a link, or a path relative to the repository.</summary>
    public string? Runbook { get; set; }
}
