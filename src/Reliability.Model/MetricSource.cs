namespace Reliability.Model;

/// <summary>A metric that exists already and serves as the indicator (SLI) of an objective, in OpenTelemetry's names: what they become
/// in Prometheus depends on the way there.</summary>
public sealed record MetricSource
{
    /// <summary>The instrument whose events are all events: <c>http.server.request.duration</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of instrument it is.</summary>
    public required MetricKind Kind { get; init; }

    /// <summary>The unit of the instrument in UCUM, such as <c>s</c>, <c>By</c> or <c>{request}</c>; null when it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>Which of its series count.</summary>
    public EquatableArray<LabelMatcher> Where { get; init; }

    /// <summary>Which of those are good; empty when <see cref="Bad"/> says it.</summary>
    public EquatableArray<LabelMatcher> Good { get; init; }

    /// <summary>Which of those are bad; empty when <see cref="Good"/> says it.</summary>
    public EquatableArray<LabelMatcher> Bad { get; init; }

    /// <summary>Another counter that counts only good or only bad events, whichever of <see cref="OtherIsGood"/> says; null when the
    /// labels tell.</summary>
    public string? Other { get; init; }

    /// <summary>Whether <see cref="Other"/> counts the good events.</summary>
    public bool OtherIsGood { get; init; }

    /// <summary>The upper bounds of a histogram's buckets, in its unit, ascending; empty when nobody said.</summary>
    public EquatableArray<decimal> Buckets { get; init; }
}

/// <summary>The kinds of instruments that count events.</summary>
public enum MetricKind
{
    /// <summary>A counter of events.</summary>
    Counter,

    /// <summary>A histogram of their durations.</summary>
    Histogram,
}
