using System.ComponentModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Health;

/// <summary>A health check as an attribute declares it. Created by emitted code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class DeclaredCheck
{
    /// <summary>The name, unique in the program.</summary>
    public required string Name { get; init; }

    /// <summary>The groups: of <see cref="HealthGroups"/>, or the program's own. Empty for the check of a dependency, which belongs to
    /// readiness by being one.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>How long it may take; null for the default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long its result is given to further probes; null for the default.</summary>
    public TimeSpan? CacheFor { get; init; }

    /// <summary>Whether a failure only degrades.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Asks. What it throws is unhealthy.</summary>
    public required Func<IServiceProvider, CancellationToken, ValueTask<HealthCheckResult>> Check { get; init; }
}
