using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability;
using Reliability.Generated.Worker;

namespace Worker.Rates;

/// <summary>Reads the rates before anything else starts, and again every now and then: a periodic loop, which gives a sign of life
/// with each turn.</summary>
[Heartbeat(MaxSilenceSeconds = 10)]
public sealed partial class RateRefresh(ExchangeRates rates, IOptions<WorkerOptions> options, ILogger<RateRefresh> logger) : BackgroundService
{
    /// <summary>Reads the rates once.</summary>
    [Slo(99)]
    private partial Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Nothing starts without rates; until then <c>/health/startup</c> says no.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Heartbeats.RateRefresh.Beat();
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                logger.LogWarning(exception, "The rates were not read; those from before stay in place");
            }
        }
    }

    private async Task RefreshAsyncCore(CancellationToken cancellationToken)
    {
        // On a thread of its own: the volume that the file is on may hang.
        var text = await Task.Run(() => File.ReadAllText(options.Value.Rates), cancellationToken);
        rates.Replace(JsonSerializer.Deserialize(text, WorkerJson.Default.DictionaryStringDecimal) ?? []);
    }
}
