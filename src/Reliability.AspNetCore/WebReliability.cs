using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore.Health;
using Reliability.AspNetCore.Hubs;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Measurement;
using Reliability.AspNetCore.Overload;
using Reliability.AspNetCore.Routing;
using Reliability.Hosting.Health;

namespace Reliability.AspNetCore;

/// <summary>Registers what a reliable web service consists of, however its host is put together.</summary>
internal static class WebReliability
{
    /// <summary>Registers it. Calling it again changes nothing.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="hasServer">Whether the host has a web server, which then answers the probes; a listener of their own does where it has
    /// none.</param>
    public static void Add(IServiceCollection services, bool hasServer)
    {
        services.AddReliabilityTelemetry();
        if (services.Any(service => service.ServiceType == typeof(EndpointSites)))
            return;

        services.AddOptions<ReliabilityOptions>().BindConfiguration(ReliabilityOptions.Section);

        services.AddRequestLifecycle(hasServer);
        services.AddSingleton<EndpointSites>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, OperationMatcherPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, GivesWayPolicy>());

        // Outside of everything that answers: the measuring sees the status that the caller sees.
        services.AddTransient<IStartupFilter, MiddlewareStartupFilter<OperationMiddleware>>();

        services.AddReliabilityOverload();

        // The first filter is the outermost: it sees what the caller sees, whatever other filters make of it.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HubOptions>, MeasuredHubs>());

        services.AddReliabilityHealth();
        services.AddReliabilityProbes();
    }
}
