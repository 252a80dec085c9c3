using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Reliability.AspNetCore.Routing;

namespace Reliability.AspNetCore.Health;

/// <summary>Says at start that nobody can ask whether the service is well. Every probe would be a 404, which a platform takes for a service that is
/// not: it says nothing of the missing line.</summary>
internal sealed partial class ProbesMappedCheck(EndpointDataSource endpoints, ILogger<ProbesMappedCheck> logger) : HostedLifecycleService
{
    // What MapHealthChecks calls its endpoints.
    private const string ProbesOfFramework = "Health checks";

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!endpoints.Endpoints.Any(static endpoint => endpoint.Metadata.GetMetadata<GivesWayMetadata>() is not null || endpoint.DisplayName == ProbesOfFramework))
            LogNoProbes();

        return Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "No probe is mapped: /alive, /health/ready and /health/startup answer 404, which a platform takes for a service that is not well. Call app.MapReliability().")]
    private partial void LogNoProbes();
}
