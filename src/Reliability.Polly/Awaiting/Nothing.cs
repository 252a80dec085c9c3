namespace Reliability.Failover.Awaiting;

/// <summary>The result of a task that has none: always null. A class, because Polly's strategies look at each result as an object, and make one
/// of a structure.</summary>
internal sealed class Nothing;
