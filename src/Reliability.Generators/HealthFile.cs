using Reliability.Declarations;
using Reliability.Declarations.Health;
using Reliability.Model;

namespace Reliability.Generators;

/// <summary>What is emitted about health: one file for the assembly.</summary>
/// <param name="Namespace">The namespace of the assembly's emitted types.</param>
/// <param name="Checks">The checks.</param>
/// <param name="Dependencies">The dependencies.</param>
/// <param name="Heartbeats">The heartbeats.</param>
internal sealed record HealthFile(
    string Namespace, EquatableArray<CheckDeclaration> Checks, EquatableArray<DependencyDeclaration> Dependencies, EquatableArray<HeartbeatDeclaration> Heartbeats)
{
    /// <summary>The file, or null when there is nothing to emit or no runtime to call.</summary>
    public static HealthFile? Of(HealthSet set, AssemblyFacts assembly) =>
        set.IsEmpty || !assembly.HasRuntime ? null : new(assembly.Namespace, set.Checks, set.Dependencies, set.Heartbeats);
}
