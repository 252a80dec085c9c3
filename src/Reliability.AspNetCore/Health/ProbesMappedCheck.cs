using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Reliability.AspNetCore.Routing;

namespace Reliability.AspNetCore.Health;

/// <summary>Says at start that nobody can ask whether the service is well. Every probe would be a 404, which a platform takes for a service that is
/// not: it says nothing of the missing line. No warning, because a middleware may answer them, which cannot be seen.</summary>
internal sealed partial class ProbesMappedCheck(EndpointDataSource endpoints, ILogger<ProbesMappedCheck> logger) : HostedLifecycleService
{
    // What MapHealthChecks calls its endpoints.
    private const string ProbesOfFramework = "Health checks";

    // An endpoint of the application's own is preferred to ours, and may be all that it has.
    private static readonly string[] s_paths = ["alive", "health/ready", "health/startup"];

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!endpoints.Endpoints.Any(IsProbe))
            LogNoProbes();

        return Task.CompletedTask;
    }

    private static bool IsProbe(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<GivesWayMetadata>() is not null
        || endpoint.DisplayName == ProbesOfFramework
        || (endpoint is RouteEndpoint { RoutePattern.RawText: { } route } && s_paths.Contains(route.Trim('/'), StringComparer.OrdinalIgnoreCase));

    [LoggerMessage(LogLevel.Information, "No endpoint answers probes: unless a middleware does, /alive, /health/ready and /health/startup are 404, which a platform takes for a service that is not well. Call app.MapReliability().")]
    private partial void LogNoProbes();
}
