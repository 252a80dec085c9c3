namespace Reliability.Declarations.Health;

/// <summary>A <c>[DependsOn]</c> as it was read from source.</summary>
/// <param name="Name">The dependency.</param>
/// <param name="IsRequired">Whether the work is impossible without it.</param>
/// <param name="Check">What checks it, if this declaration says so.</param>
public sealed record DependencyDeclaration(string Name, bool IsRequired, CheckMethod? Check);
