using System.Collections.Immutable;
using Reliability.Health;

namespace Reliability.Hosting.Health;

/// <summary>What the attributes of the program say about its health.</summary>
internal class DeclaredHealth
{
    public virtual ImmutableArray<DeclaredCheck> Checks => HealthDeclarations.Checks;

    public virtual ImmutableArray<DeclaredDependency> Dependencies => HealthDeclarations.Dependencies;

    public virtual ImmutableArray<Heartbeat> Heartbeats => Heartbeat.All;

    public bool IsDependency(string check) => Dependencies.Any(dependency => IsCheckOf(check, dependency));

    /// <summary>A dependency that any declaration requires is required.</summary>
    public bool IsRequired(string check) => Dependencies.Any(dependency => dependency.IsRequired && IsCheckOf(check, dependency));

    private static bool IsCheckOf(string check, DeclaredDependency dependency) => string.Equals(check, dependency.Name, StringComparison.OrdinalIgnoreCase);
}
