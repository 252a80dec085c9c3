using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Listener;

internal static class ProbeListenerRegistration
{
    private const string OneWord = "a process without a web server answers every probe with one word, whoever asks";
    private const string Remove = "Remove it; how each check is, the metric reliability.health.status says.";

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
        UnreadProbeSettings.Add(
            services,
            new("Exposure", OneWord, Remove, Harmless: "StatusOnly"),
            new("ManagementPort", OneWord, $"{Remove} The port of the probes is {ProbeListenerOptions.Section}:{nameof(ProbeListenerOptions.Port)}."),
            new("Policy", OneWord, Remove));
        return services;
    }
}
