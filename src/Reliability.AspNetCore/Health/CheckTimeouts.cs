using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Health;

/// <summary>Gives every health check a timeout: the default of the framework is none, and one check that hangs would hang
/// the probe. A little shorter than the probe's own, so that a check whose failure only degrades is heard in time.</summary>
internal sealed class CheckTimeouts(IOptions<ReliabilityOptions> reliability) : IPostConfigureOptions<HealthCheckServiceOptions>
{
    private const double ShareOfProbe = 0.8;

    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        var limit = reliability.Value.ProbeTimeout * ShareOfProbe;
        foreach (var registration in options.Registrations)
        {
            if (registration.Timeout == Timeout.InfiniteTimeSpan || registration.Timeout > limit)
                registration.Timeout = limit;
        }
    }
}
