using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore;
using Reliability.AspNetCore.Health;
using Reliability.AspNetCore.Hubs;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Measurement;
using Reliability.AspNetCore.Overload;
using Reliability.AspNetCore.Routing;
using Reliability.Hosting.Health;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host reliable.</summary>
public static class ReliabilityHostExtensions
{
    /// <summary>Measures every <c>[Slo]</c>, publishes it through OpenTelemetry, keeps error budgets in the process and
    /// registers the health checks behind the probes. Calling it again changes nothing.</summary>
    /// <typeparam name="TBuilder">The kind of host.</typeparam>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static TBuilder AddReliability<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddReliabilityTelemetry();
        if (builder.Services.Any(service => service.ServiceType == typeof(EndpointSites)))
            return builder;

        builder.Services.AddOptions<ReliabilityOptions>().BindConfiguration(ReliabilityOptions.Section);

        builder.AddRequestLifecycle();
        builder.Services.AddSingleton<EndpointSites>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, OperationMatcherPolicy>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, GivesWayPolicy>());

        // Outside of everything that answers: the measuring sees the status that the caller sees.
        builder.Services.AddTransient<IStartupFilter, MiddlewareStartupFilter<OperationMiddleware>>();

        builder.Services.AddReliabilityOverload();

        // The first filter is the outermost: it sees what the caller sees, whatever other filters make of it.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<HubOptions>, MeasuredHubs>());

        builder.Services.AddReliabilityHealth();
        builder.Services.AddReliabilityProbes();
        return builder;
    }

    /// <inheritdoc cref="AddReliability{TBuilder}(TBuilder)" />
    /// <param name="builder">The host.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    public static TBuilder AddReliability<TBuilder>(this TBuilder builder, Action<ReliabilityOptions> configure)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddReliability();
        builder.Services.Configure(configure);
        return builder;
    }
}
