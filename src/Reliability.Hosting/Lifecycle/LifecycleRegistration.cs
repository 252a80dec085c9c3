using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

internal static class LifecycleRegistration
{
    /// <summary>Registers the drain. Calling it again changes nothing.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationType == typeof(Drain)))
            return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DrainOptions>().BindConfiguration(DrainOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DrainOptions>, DrainOptionsValidator>();
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HostOptions>, ShutdownTimeoutDefault>());
        services.AddSingleton<IHostedService, Drain>();
        return services;
    }
}
