using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Health;

/// <summary>Asks the checks now and then while somebody reads the metric, so that it has news of them where no probe asks, or of groups that
/// none asks for. By the same caches as the probes: it adds no call where they come often.</summary>
internal sealed class HealthRefresh(HealthMonitor monitor, IOptions<HealthOptions> options, TimeProvider clock) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        HealthMetrics.Add(monitor);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        HealthMetrics.Remove(monitor);
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.RefreshEvery == TimeSpan.Zero)
            return;

        using var timer = new PeriodicTimer(options.Value.RefreshEvery, clock);
        try
        {
            do
            {
                if (HealthMetrics.AreListenedTo)
                    await monitor.CheckAsync(group: null, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and with it what would be asked.
        }
    }
}
