using Reliability.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes a web service reliable whose host is put together in another way than by a <c>WebApplicationBuilder</c>.</summary>
public static class ReliabilityWebServiceCollectionExtensions
{
    /// <summary>Does everything that <c>builder.AddReliability()</c> does, for a generic host with a web server: one that has a <c>Startup</c>, or whatever
    /// else calls <c>ConfigureWebHostDefaults</c>. Calling it again changes nothing.</summary>
    /// <remarks>Map the probes by <c>endpoints.MapReliability()</c> in <c>UseEndpoints</c>. A host without a web server does not start with it: a worker
    /// calls <c>builder.AddReliability()</c> of the package Reliability.Hosting.</remarks>
    /// <param name="services">The services of the host.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddReliability(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        WebReliability.Add(services, hasServer: true);
        return services;
    }

    /// <inheritdoc cref="AddReliability(IServiceCollection)" />
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    public static IServiceCollection AddReliability(this IServiceCollection services, Action<ReliabilityOptions> configure) =>
        services.AddReliability().Configure(configure);
}
