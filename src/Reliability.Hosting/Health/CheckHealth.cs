using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Health;

/// <summary>What a check said, in a form that may leave the process.</summary>
/// <param name="Name">The check.</param>
/// <param name="Status">Never unhealthy when the check is optional.</param>
/// <param name="Description">Never the text of an exception.</param>
/// <param name="Tags">The groups of the check.</param>
/// <param name="Duration">How long it took to say so.</param>
/// <param name="Data">What the check wishes to be known; without texts when there was an exception.</param>
/// <param name="IsOptional">Whether a failure only degrades.</param>
internal sealed record CheckHealth(
    string Name, HealthStatus Status, string? Description, IReadOnlyCollection<string> Tags, TimeSpan Duration, IReadOnlyDictionary<string, object> Data,
    bool IsOptional);
