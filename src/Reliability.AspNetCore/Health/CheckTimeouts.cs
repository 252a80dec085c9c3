using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>Gives every health check a timeout: the default of the framework is none, and one check that hangs would hang
/// the probe.</summary>
internal sealed class CheckTimeouts(IOptions<ReliabilityOptions> reliability) : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        var limit = reliability.Value.ProbeTimeout;
        foreach (var registration in options.Registrations)
        {
            if (registration.Timeout == Timeout.InfiniteTimeSpan || registration.Timeout > limit)
                registration.Timeout = limit;
        }
    }
}
