using System.ComponentModel;

namespace Reliability.Health;

/// <summary>A dependency as <c>[DependsOn]</c> declares it. Created by emitted code.</summary>
/// <param name="Name">The dependency; the health check of this name is its check.</param>
/// <param name="IsRequired">Whether the work is impossible without it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record DeclaredDependency(string Name, bool IsRequired);
