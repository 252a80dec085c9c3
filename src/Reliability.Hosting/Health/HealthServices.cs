using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Health;

/// <summary>Registers what answers probes, whoever serves them.</summary>
internal static class HealthServices
{
    /// <summary>Registers the <see cref="HealthMonitor"/> over all health checks. Calling it again changes nothing.</summary>
    public static IServiceCollection AddReliabilityHealth(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(HealthMonitor)))
            return services;

        services.AddHealthChecks();
        services.AddOptions<HealthOptions>().BindConfiguration(HealthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DeclaredHealth>();
        services.AddSingleton<HeartbeatWatch>();
        services.AddSingleton<IHostedService>(static services => services.GetRequiredService<HeartbeatWatch>());

        services.AddOptions<HealthCheckServiceOptions>().ValidateOnStart();
        services.AddSingleton<HealthRegistrations>();
        services.AddSingleton<IConfigureOptions<HealthCheckServiceOptions>>(static services => services.GetRequiredService<HealthRegistrations>());
        services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>>(static services => services.GetRequiredService<HealthRegistrations>());
        services.AddSingleton<IValidateOptions<HealthCheckServiceOptions>>(static services => services.GetRequiredService<HealthRegistrations>());
        services.AddSingleton<HealthMonitor>();
        services.AddSingleton<IHostedService, HealthRefresh>();
        return services;
    }
}
