using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore;
using Reliability.AspNetCore.Health;
using Reliability.AspNetCore.Measurement;
using Reliability.AspNetCore.StatusPage;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what a reliable service answers.</summary>
public static class ReliabilityEndpointExtensions
{
    // Mapping a path twice would make every request for it ambiguous.
    private static readonly ConditionalWeakTable<IEndpointRouteBuilder, IEndpointConventionBuilder> s_mapped = [];

    /// <summary>Maps the probes <c>/health</c>, <c>/alive</c>, <c>/health/ready</c>, <c>/health/startup</c> and
    /// <c>/health/{group}</c> for each tag of a health check, and the page <c>/reliability</c> where <see cref="ReliabilityOptions.StatusPage"/> allows it. Calling it again maps
    /// nothing.</summary>
    /// <remarks>An endpoint of the application's own that names one of these paths wins; one that takes whatever comes, such as
    /// <c>/{**path}</c> or <c>/{slug}</c>, does not. The probes stay open to anonymous callers and answer with a status;
    /// <see cref="ProbeExposureOptions"/> say who may see more. <c>RequireAuthorization()</c> on the result protects the page.</remarks>
    /// <param name="endpoints">The application.</param>
    /// <returns>All mapped endpoints, for conventions of your own.</returns>
    /// <exception cref="InvalidOperationException"><c>AddReliability()</c> was not called.</exception>
    public static IEndpointConventionBuilder MapReliability(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return s_mapped.GetValue(endpoints, static endpoints => Map(endpoints));
    }

    private static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetService<EndpointSites>() is null)
        {
            throw new InvalidOperationException(
                "MapReliability() has nothing to show: call builder.AddReliability() before builder.Build(), or services.AddReliability() where a Startup adds its services.");
        }

        var group = endpoints.MapGroup("");

        group.DisableHttpMetrics().WithMetadata(new ExcludeFromDescriptionAttribute());
        ProbeEndpoint.MapAll(group);

        var options = services.GetRequiredService<IOptions<ReliabilityOptions>>().Value;
        if (options.StatusPage ?? services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            StatusEndpoint.Map(group, "/reliability");

        return group;
    }
}
