using Microsoft.Extensions.DependencyInjection;
using Reliability.Hosting;
using Reliability.Hosting.Health;
using Reliability.Hosting.Lifecycle;
using Reliability.Hosting.Listener;
using Reliability.Hosting.Overload;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host without a web server reliable.</summary>
public static class ReliabilityWorkerExtensions
{
    /// <summary>Measures every <c>[Slo]</c> and publishes it through OpenTelemetry, answers the probes <c>/health</c>, <c>/alive</c>,
    /// <c>/health/ready</c>, <c>/health/startup</c> and those of the program's own groups on a port of their own, hands deadlines and
    /// criticality on with the calls of every <c>HttpClient</c> of the factory, and ends the process without losing work. Calling it again changes nothing.</summary>
    /// <remarks>The port is <c>Reliability:Probes:Port</c>, 8081 unless set.</remarks>
    /// <param name="builder">The host.</param>
    /// <returns>The host.</returns>
    public static HostApplicationBuilder AddReliability(this HostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddReliabilityTelemetry();
        builder.Services.AddReliabilityHealth();
        builder.Services.AddOverload();
        builder.Services.AddDrain();
        builder.Services.AddProbeListener();
        return builder;
    }

    /// <inheritdoc cref="AddReliability(HostApplicationBuilder)" />
    /// <param name="builder">The host.</param>
    /// <param name="configureProbes">Changes what the configuration says about where probes are answered.</param>
    public static HostApplicationBuilder AddReliability(this HostApplicationBuilder builder, Action<ProbeListenerOptions> configureProbes)
    {
        builder.AddReliability();
        builder.Services.Configure(configureProbes);
        return builder;
    }
}
