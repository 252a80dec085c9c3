using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Reliability.AspNetCore;

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
        WebReliability.Add(builder.Services, hasServer: builder is WebApplicationBuilder);
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
