using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reliability.AspNetCore.Health;
using Reliability.AspNetCore.Routing;
using Reliability.Hosting;
using Reliability.Hosting.Lifecycle;
using Reliability.Hosting.Listener;

namespace Reliability.AspNetCore.Lifecycle;

internal static class RequestLifecycleRegistration
{
    private const string WhereItListens = "a web service answers probes wherever its server listens";
    private const string Addresses =
        "Remove it, and say where to listen by ASPNETCORE_HTTP_PORTS, --urls or Kestrel:Endpoints; a port that alone shows details is Reliability:Probes:ManagementPort.";

    /// <summary>Registers how the process starts and ends: with its requests where it has a web server, with a listener for probes where it
    /// has none. Called once.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="hasServer">Whether it has a web server.</param>
    public static void AddRequestLifecycle(this IServiceCollection services, bool hasServer)
    {
        services.AddDrain();

        // What looks at endpoints is registered in either case, and must be whole.
        services.AddSingleton<EndpointTimeouts>();
        if (!hasServer)
        {
            services.AddProbeListener();
            return;
        }

        // Not every host that has a server has them already, and what is mapped is asked for.
        services.AddRouting();

        services.AddSingleton<IHostedService, ServerCheck>();
        services.AddSingleton<IHostedService, ProbesMappedCheck>();
        services.AddSingleton<RequestsInFlight>();
        services.AddSingleton<IServedRequests, ServedRequests>();
        services.AddSingleton<EndpointsAtStart>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<EndpointsAtStart>());
        services.AddSingleton<IHostOperations>(static provider => provider.GetRequiredService<EndpointsAtStart>());
        UnreadProbeSettings.Add(
            services,
            new(nameof(ProbeListenerOptions.Enabled), "a web service answers probes once they are mapped", "Remove it, and app.MapReliability() if nobody asks.", Harmless: "true"),
            new(nameof(ProbeListenerOptions.Port), WhereItListens, Addresses),
            new(nameof(ProbeListenerOptions.Address), WhereItListens, Addresses));

        // Outside of everything else: a request has not ended while any middleware works on it.
        services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, MiddlewareStartupFilter<LifecycleMiddleware>>());
    }
}
