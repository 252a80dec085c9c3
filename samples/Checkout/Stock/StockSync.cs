using Checkout.Traffic;
using Reliability;
using Reliability.Generated.Checkout;

namespace Checkout.Stock;

/// <summary>Refills the warehouse every second: a worker, whose unit of work has a promise of its own. Silent for half a minute, it
/// hangs.</summary>
[Heartbeat(MaxSilenceSeconds = 30)]
public sealed partial class StockSync(Warehouse warehouse, Faults faults, ILogger<StockSync> logger) : BackgroundService
{
    /// <summary>Syncs the stock once.</summary>
    [Slo(99)]
    private partial void SyncStock();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Heartbeats.StockSync.Beat();
            try
            {
                SyncStock();
            }
            catch (InvalidOperationException exception)
            {
                logger.LogWarning(exception, "The stock was not synced; trying again in a second");
            }
        }
    }

    private void SyncStockCore()
    {
        faults.MayFail();
        warehouse.Refill();
    }
}
