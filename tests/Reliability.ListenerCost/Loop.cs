using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.ListenerCost;

/// <summary>The work of a worker that has little to do.</summary>
internal sealed class Loop(ILogger<Loop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogDebug("A turn");
    }
}
