namespace Reliability.Benchmarks.Overload;

/// <summary>Calls of one kind.</summary>
/// <param name="Name">What they are called in a table.</param>
/// <param name="PerSecond">How many come, whatever becomes of those before: users do not wait for each other.</param>
/// <param name="Criticality">As the baggage spells it.</param>
/// <param name="Milliseconds">How long each takes at full speed.</param>
/// <param name="ObjectiveMilliseconds">Within which time it must be answered.</param>
internal sealed record Traffic(string Name, double PerSecond, string Criticality, int Milliseconds, int ObjectiveMilliseconds);
