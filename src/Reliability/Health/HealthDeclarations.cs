using System.Collections.Immutable;
using System.ComponentModel;

namespace Reliability.Health;

/// <summary>The health checks and dependencies that the attributes of the process declare. Filled by emitted code when its assembly
/// loads; read when the host is built.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HealthDeclarations
{
    private static ImmutableArray<DeclaredCheck> s_checks = [];
    private static ImmutableArray<DeclaredDependency> s_dependencies = [];

    /// <summary>The checks; several of one name where assemblies disagree.</summary>
    internal static ImmutableArray<DeclaredCheck> Checks => s_checks;

    /// <summary>The dependencies; several of one name where several places declare it.</summary>
    internal static ImmutableArray<DeclaredDependency> Dependencies => s_dependencies;

    /// <summary>Announces a check.</summary>
    /// <param name="check">The check.</param>
    public static void Add(DeclaredCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        ImmutableInterlocked.Update(ref s_checks, static (all, added) => all.Add(added), check);
    }

    /// <summary>Announces a dependency.</summary>
    /// <param name="dependency">The dependency.</param>
    public static void Add(DeclaredDependency dependency)
    {
        ArgumentNullException.ThrowIfNull(dependency);
        ImmutableInterlocked.Update(ref s_dependencies, static (all, added) => all.Contains(added) ? all : all.Add(added), dependency);
    }
}
