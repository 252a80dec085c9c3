using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Listener;

internal static class ProbeListenerRegistration
{
    /// <summary>Registers the listener of a process that has no web server. Calling it again changes nothing.</summary>
    public static IServiceCollection AddProbeListener(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ProbeListener)))
            return services;

        services.AddReliabilityHealth();
        services.AddOptions<ProbeListenerOptions>().BindConfiguration(ProbeListenerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProbeListenerOptions>, ProbeListenerOptionsValidator>();
        services.AddSingleton<ProbeListener>();
        services.AddSingleton<IHostedService>(static services => services.GetRequiredService<ProbeListener>());
        return services;
    }
}
