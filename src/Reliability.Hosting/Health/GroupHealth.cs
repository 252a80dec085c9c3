using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Health;

/// <summary>What the checks of a group said.</summary>
/// <param name="Status">The worst of them; unhealthy where there is none.</param>
/// <param name="Checks">In the order of their registration.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record GroupHealth(HealthStatus Status, IReadOnlyList<CheckHealth> Checks, TimeSpan Duration)
{
    /// <summary>A group that no check belongs to. It is not known to be healthy.</summary>
    public static GroupHealth Empty { get; } = new(HealthStatus.Unhealthy, [], TimeSpan.Zero);
}
