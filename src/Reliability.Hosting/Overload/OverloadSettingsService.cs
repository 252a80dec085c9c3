using Microsoft.Extensions.Options;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>Makes the options of the host known to the gates, before anything starts that might enter one.</summary>
internal sealed class OverloadSettingsService(IOptions<OverloadOptions> options) : HostedLifecycleService
{
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        OverloadSettings.Current = options.Value;
        return Task.CompletedTask;
    }
}
