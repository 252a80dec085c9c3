using Reliability.Model;

namespace Reliability.Artifacts.Queries;

/// <summary>What two queries count.</summary>
/// <param name="Metric">The metric of somebody else that they read; null for our own counter.</param>
/// <param name="Own">The labels of our own counter that they select.</param>
/// <param name="ThresholdMilliseconds">The time within which an event is good; null where speed does not count.</param>
internal sealed record FoundIndicator(MetricSource? Metric, OwnEvents? Own, decimal? ThresholdMilliseconds);

/// <summary>One objective of our own counter.</summary>
internal sealed record OwnEvents(string Service, string Operation);
