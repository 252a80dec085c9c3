namespace Reliability;

/// <summary>The base of a reusable promise: a class that carries <see cref="AvailabilityAttribute"/>,
/// <see cref="LatencyAttribute"/> and <see cref="WindowAttribute"/> and is used as <c>[Slo&lt;TProfile&gt;]</c>.</summary>
/// <remarks>A platform team declares its profiles once and ships them in a package; a changed number then reaches every
/// service with the next update. The class is never instantiated.</remarks>
/// <example><code>
/// [Availability(99.9), Latency(99, Milliseconds = 300), Window(Days = 30)]
/// public sealed class CustomerFacing : SloProfile;
/// </code></example>
public abstract class SloProfile;
