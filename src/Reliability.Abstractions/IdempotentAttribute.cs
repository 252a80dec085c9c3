namespace Reliability;

/// <summary>Says that doing it twice is doing it once, so that it may be tried again when nobody knows whether it was
/// done.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotentAttribute : Attribute;
