using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
    public static void AddRequestLifecycle(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDrain();
        if (builder is not WebApplicationBuilder)
        {
            builder.Services.AddProbeListener();
            return;
        }

        builder.Services.AddSingleton<RequestsInFlight>();
        builder.Services.AddSingleton<EndpointTimeouts>();
        builder.Services.AddSingleton<IServedRequests, ServedRequests>();
        builder.Services.AddSingleton<EndpointsAtStart>();
        builder.Services.AddSingleton<IHostedService>(static services => services.GetRequiredService<EndpointsAtStart>());
        builder.Services.AddSingleton<IHostOperations>(static services => services.GetRequiredService<EndpointsAtStart>());
        UnreadProbeSettings.Add(
            builder.Services,
            new(nameof(ProbeListenerOptions.Enabled), "a web service answers probes once they are mapped", "Remove it, and app.MapReliability() if nobody asks.", Harmless: "true"),
            new(nameof(ProbeListenerOptions.Port), WhereItListens, Addresses),
            new(nameof(ProbeListenerOptions.Address), WhereItListens, Addresses));

        // Outside of everything else: a request has not ended while any middleware works on it.
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, MiddlewareStartupFilter<LifecycleMiddleware>>());
    }
}
