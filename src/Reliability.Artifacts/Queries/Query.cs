using Reliability.Model;

namespace Reliability.Artifacts.Queries;

/// <summary>The few shapes of PromQL that count events. What has another shape is no promise about events, or one that only a
/// person can read.</summary>
internal abstract record Query;

/// <summary>A counter, raw or as a rate or an increase, of all its series together.</summary>
/// <param name="Metric">The name in Prometheus.</param>
/// <param name="Matchers">Its labels, as they are written.</param>
/// <param name="Function"><c>rate</c>, <c>increase</c>, or null for the counter itself.</param>
/// <param name="Range">What is between the brackets, a duration or a placeholder; null for the counter itself.</param>
internal sealed record Counted(string Metric, EquatableArray<LabelMatcher> Matchers, string? Function, string? Range) : Query;

/// <summary>Events that are among some and not among others.</summary>
internal sealed record Difference(Query Whole, Query Part) : Query;

/// <summary>A time within which a share of events took place.</summary>
internal sealed record Quantile(decimal Share, Query Buckets) : Query;
