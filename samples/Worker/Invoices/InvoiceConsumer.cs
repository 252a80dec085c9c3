using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability;
using Reliability.Generated.Worker;

namespace Worker.Invoices;

/// <summary>Takes invoices off the queue, one after the other. An invoice that takes longer than five seconds is not slow but stuck:
/// <c>/alive</c> says so, and the platform starts another process.</summary>
[Heartbeat(MaxSilenceSeconds = 5)]
public sealed class InvoiceConsumer(InvoiceFolder invoices, InvoiceImport import, ILogger<InvoiceConsumer> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_pause);
        do
        {
            Heartbeats.InvoiceConsumer.Beat();
            while (!stoppingToken.IsCancellationRequested && invoices.Take() is { } invoice)
            {
                await ImportAsync(invoice);
                Heartbeats.InvoiceConsumer.Beat();
            }
        }
        while (await NextAsync(timer, stoppingToken));

        logger.LogInformation("No invoice is under way");
    }

    /// <summary>What is begun is finished: the token is asked between two invoices.</summary>
    private async Task ImportAsync(string invoice)
    {
        try
        {
            await import.ImportAsync(invoice, CancellationToken.None);
            InvoiceFolder.Done(invoice);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Invoice} was not imported", Path.GetFileName(invoice));
            invoices.Fail(invoice);
        }
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
