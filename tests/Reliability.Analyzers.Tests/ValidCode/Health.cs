using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability;
using Reliability.Generated.Code;

[assembly: DependsOn("mail", Required = false)]

namespace Health
{
    // every way in which health is declared
    public class Warehouse(HttpClient http)
    {
        private bool _isOpen = true;

        [Liveness, Startup, HealthGroup("slow", Optional = true)]
        public bool IsOpen() => _isOpen;

        [Readiness(TimeoutMilliseconds = 250, CacheMilliseconds = 5000)]
        public async Task<HealthCheckResult> IsFilledAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return HealthCheckResult.Degraded("half");
        }

        [DependsOn("bank", Check = nameof(PingBankAsync), TimeoutMilliseconds = 200, MaxAttempts = 2)]
        public void Close() => _isOpen = false;

        internal async Task PingBankAsync(CancellationToken cancellationToken)
        {
            using var response = await http.GetAsync(new Uri("https://bank.example/health"), cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }

    [Heartbeat(MaxSilenceSeconds = 30)]
    public sealed class StockSync : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Heartbeats.StockSync.Beat();
        }
    }

    [Heartbeat(MaxSilenceSeconds = 5)]
    public sealed class OrderConsumer
    {
        public async Task ConsumeAsync(CancellationToken cancellationToken)
        {
            using (Heartbeats.OrderConsumer.Working())
                await Task.Delay(1, cancellationToken);
        }
    }
}
