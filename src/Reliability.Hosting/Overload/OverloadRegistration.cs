using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>Registers what any host does when there is too much to do, and what becomes of deadlines and criticality on their way
/// out.</summary>
internal static class OverloadRegistration
{
    /// <summary>Registers it. Calling it again changes nothing.</summary>
    public static IServiceCollection AddOverload(this IServiceCollection services)
    {
        if (services.Any(service => service.ImplementationType == typeof(OverloadSettingsService)))
            return services;

        services.AddOptions<OverloadOptions>().BindConfiguration(OverloadOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OverloadOptions>, OverloadOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IHostedService, OverloadSettingsService>();

        // The first handler is the outermost: what is left of the time is shared by all attempts of whatever retries inside. They all keep
        // the baggage that the call began with.
        services.AddSingleton(static provider => new ToldHosts(provider.GetRequiredService<IOptions<OverloadOptions>>().Value.PropagateTo));
        services.ConfigureHttpClientDefaults(static client =>
            client.AddHttpMessageHandler(static provider => new OutgoingCallHandler(provider.GetRequiredService<ToldHosts>())));
        return services;
    }
}
