using Reliability;

[assembly: Service("checkout", Tier = ServiceTier.Critical)]

namespace Shop;

internal sealed class OrderService(Stock stock)
{
    [Slo(99.9), Owner("payments")]
    public async Task<Receipt> PlaceOrderAsync(Order order, CancellationToken token) =>
        await stock.ReserveAsync(order, token);
}

internal sealed class PriceFeed(HttpClient client) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await client.GetStringAsync("prices", stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Console.WriteLine(e);
            }
        }
    }
}

[Availability(0.999), Latency(99, Milliseconds = 300)]
internal sealed class CustomerFacing : SloProfile;
