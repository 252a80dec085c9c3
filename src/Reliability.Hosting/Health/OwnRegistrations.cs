using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.Health;

namespace Reliability.Hosting.Health;

/// <summary>The registrations that we add, and what we know of them; the framework's type cannot be derived from.</summary>
internal static class OwnRegistrations
{
    private static readonly ConditionalWeakTable<HealthCheckRegistration, Func<HealthCheckResult>> s_states = [];
    private static readonly ConditionalWeakTable<HealthCheckRegistration, DeclaredCheck> s_declared = [];

    /// <summary>A check that only looks at the state of the process. It cannot hang and costs nothing, so it is asked with every probe, and
    /// last of all: a service that began to stop while other checks ran must not answer that it is ready.</summary>
    public static HealthCheckRegistration OfState(string name, string group, Func<HealthCheckResult> state)
    {
        var registration = new HealthCheckRegistration(name, new StateCheck(state), HealthStatus.Unhealthy, [group]);
        s_states.Add(registration, state);
        return registration;
    }

    /// <summary>A check that an attribute declares.</summary>
    public static HealthCheckRegistration OfDeclared(DeclaredCheck check)
    {
        var registration = new HealthCheckRegistration(
            check.Name, services => new DeclaredHealthCheck(check, services), check.IsOptional ? HealthStatus.Degraded : HealthStatus.Unhealthy,
            check.Groups, check.Timeout);
        s_declared.Add(registration, check);
        return registration;
    }

    public static Func<HealthCheckResult>? StateOf(HealthCheckRegistration registration) => s_states.TryGetValue(registration, out var state) ? state : null;

    public static DeclaredCheck? DeclaredBy(HealthCheckRegistration registration) => s_declared.TryGetValue(registration, out var check) ? check : null;

    // As health checks, both also serve the framework's own runner.
    private sealed class StateCheck(Func<HealthCheckResult> state) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(state());
    }

    private sealed class DeclaredHealthCheck(DeclaredCheck check, IServiceProvider services) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            check.Check(services, cancellationToken).AsTask();
    }
}
