using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Reliability.Health;

/// <summary>Asks the methods that attributes make health checks. Called by emitted code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HealthTargets
{
    /// <summary>Asks an object of the container.</summary>
    /// <typeparam name="T">The type that declares the check.</typeparam>
    /// <param name="services">The container, or a scope of it.</param>
    /// <param name="check">Calls the method.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What the method says; unhealthy where the container has no such object.</returns>
    public static ValueTask<HealthCheckResult> Ask<T>(
        IServiceProvider services, Func<T, CancellationToken, ValueTask<HealthCheckResult>> check, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(check);
        return Resolve<T>(services) is { } target ? check(target, cancellationToken) : new(Missing(typeof(T)));
    }

    /// <summary>The object of a type: the service of this type, or else the hosted service, which the container knows as such only.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="services">The container, or a scope of it.</param>
    /// <returns>The object; null where there is none.</returns>
    public static T? Resolve<T>(IServiceProvider services)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.GetService(typeof(T)) is T registered)
            return registered;

        foreach (var hosted in services.GetServices<IHostedService>())
        {
            if (hosted is T found)
                return found;
        }

        return null;
    }

    /// <summary>Healthy, or not.</summary>
    /// <param name="isHealthy">What the method said.</param>
    public static ValueTask<HealthCheckResult> Result(bool isHealthy) => new(Of(isHealthy));

    /// <summary>What the method said.</summary>
    /// <param name="result">That.</param>
    public static ValueTask<HealthCheckResult> Result(HealthCheckResult result) => new(result);

    /// <summary>Healthy, when the work succeeds.</summary>
    /// <param name="work">The work.</param>
    public static async ValueTask<HealthCheckResult> Result(Task work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await work.ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }

    /// <summary>Healthy, when the work says so.</summary>
    /// <param name="work">The work.</param>
    public static async ValueTask<HealthCheckResult> Result(Task<bool> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        return Of(await work.ConfigureAwait(false));
    }

    /// <summary>What the work says.</summary>
    /// <param name="work">The work.</param>
    public static ValueTask<HealthCheckResult> Result(Task<HealthCheckResult> work) => new(work);

    /// <summary>Healthy, when the work succeeds.</summary>
    /// <param name="work">The work.</param>
    public static async ValueTask<HealthCheckResult> Result(ValueTask work)
    {
        await work.ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }

    /// <summary>Healthy, when the work says so.</summary>
    /// <param name="work">The work.</param>
    public static async ValueTask<HealthCheckResult> Result(ValueTask<bool> work) => Of(await work.ConfigureAwait(false));

    /// <summary>What the work says.</summary>
    /// <param name="work">The work.</param>
    public static ValueTask<HealthCheckResult> Result(ValueTask<HealthCheckResult> work) => work;

    private static HealthCheckResult Of(bool isHealthy) => isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();

    private static HealthCheckResult Missing(Type type) => HealthCheckResult.Unhealthy(
        $"The container has no '{type}', so its health check has nobody to ask; register it as itself (services.AddSingleton<{type.Name}>()), as a hosted service, or make the method static");
}
