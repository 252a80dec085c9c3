using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.AspNetCore.Overload;
using Reliability.Hosting;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Looks at what endpoints declare once they are mapped, which they are when the host has started: it follows the configuration from then
/// on, and a <c>[Timeout]</c> that the end of the process has no time for is refused.</summary>
internal sealed class EndpointsAtStart(
    EndpointDataSource endpoints, EndpointCapacities capacities, OperationSettingsService settings, IServedRequests requests,
    IOptions<DrainOptions> drain, IOptions<HostOptions> host, IHostEnvironment environment)
    : HostedLifecycleService, IHostOperations
{
    public void FollowSettings(OperationSettingsService settings)
    {
        // Whatever is found in them follows by itself.
        foreach (var endpoint in endpoints.Endpoints)
            capacities.Find(endpoint);
    }

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        // The timeouts that count are those that are configured, whichever of the two is started first.
        settings.Complete();
        return DrainBounds.Of(drain.Value, host.Value, requests, environment).Problem() is { } problem
            ? throw new OptionsValidationException(Options.DefaultName, typeof(DrainOptions), [problem])
            : Task.CompletedTask;
    }
}
