using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Reliability.Adapters.Tests;

public sealed partial class HostedServiceTests
{
    [Fact]
    public async Task Each_round_of_a_hosted_service_is_an_event_and_the_one_that_the_stop_interrupts_is_none()
    {
        using var rounds = new Counted(Operations.SyncPrices);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddReliabilityTelemetry();
        builder.Services.AddSingleton<PriceSync>().AddHostedService(services => services.GetRequiredService<PriceSync>());
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<PriceSync>().Waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(((2, 1), 1), (rounds.Events, rounds.Active));
        await host.StopAsync(TestContext.Current.CancellationToken);
        rounds.Check(2, 1);
    }

    /// <summary>Two rounds that do their work, one that fails, and one that waits for the outside world until the host stops.</summary>
    private sealed partial class PriceSync : BackgroundService
    {
        private int _round;

        public TaskCompletionSource Waiting { get; } = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await SyncPricesAsync(stoppingToken);
                }
                catch (InvalidDataException)
                {
                    // The next round may do better.
                }
            }
        }

        [Slo(99.9)]
        private partial Task SyncPricesAsync(CancellationToken cancellationToken);

        private async Task SyncPricesAsyncCore(CancellationToken cancellationToken)
        {
            await Task.Yield();
            switch (++_round)
            {
                case 2:
                    throw new InvalidDataException("boom");
                case 4:
                    Waiting.SetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
            }
        }
    }
}
