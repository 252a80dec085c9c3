using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Hosting;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Lifecycle;

/// <summary>Refuses a <c>[Timeout]</c> of an endpoint that the end of the process has no time for, once the endpoints are mapped; before, only
/// those of methods are known.</summary>
internal sealed class EndpointTimeouts(
    EndpointDataSource endpoints, RequestsInFlight requests, IOptions<DrainOptions> drain, IOptions<HostOptions> host, IHostEnvironment environment)
    : HostedLifecycleService
{
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var endpoint in endpoints.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<TimeoutAttribute>() is { Milliseconds: > 0 and <= int.MaxValue } timeout
                && TimeSpan.FromMilliseconds(timeout.Milliseconds) is var time && time > requests.Longest.Timeout)
            {
                requests.Longest = (time, endpoint.DisplayName);
            }
        }

        return DrainBounds.Of(drain.Value, host.Value, requests, environment).Problem() is { } problem
            ? throw new OptionsValidationException(Options.DefaultName, typeof(DrainOptions), [problem])
            : Task.CompletedTask;
    }
}
