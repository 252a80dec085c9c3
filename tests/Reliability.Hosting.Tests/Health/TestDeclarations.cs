using System.Collections.Immutable;
using Reliability.Health;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Tests.Health;

/// <summary>What the attributes of one test's program say; those of the process are shared by all tests.</summary>
internal sealed class TestDeclarations : DeclaredHealth
{
    private readonly List<DeclaredCheck> _checks = [];
    private readonly List<DeclaredDependency> _dependencies = [];
    private readonly List<Heartbeat> _heartbeats = [];

    public override ImmutableArray<DeclaredCheck> Checks => [.. _checks];

    public override ImmutableArray<DeclaredDependency> Dependencies => [.. _dependencies];

    public override ImmutableArray<Heartbeat> Heartbeats => [.. _heartbeats];

    public void Add(DeclaredCheck check) => _checks.Add(check);

    public void Add(DeclaredDependency dependency) => _dependencies.Add(dependency);

    public void Add(Heartbeat heartbeat) => _heartbeats.Add(heartbeat);
}
