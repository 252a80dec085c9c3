using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>Makes the options of the host known to the gates, before anything starts that might enter one.</summary>
internal sealed class OverloadSettingsService(IOptions<OverloadOptions> options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        OverloadSettings.Current = options.Value;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
