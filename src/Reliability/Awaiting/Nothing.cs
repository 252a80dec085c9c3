namespace Reliability.Awaiting;

/// <summary>The result of a task that has none.</summary>
internal readonly struct Nothing;
