using Checkout.Orders;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Checkout.Traffic;

/// <summary>Some twenty orders and catalog look-ups a second over real HTTP, in Development only.</summary>
public sealed class LoadGenerator(IServer server, IHostApplicationLifetime lifetime, IHttpClientFactory clients) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The address is known when the server has started, not before.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        // Not disposed: calls outlive the loop, and the factory owns what is worth disposing.
        var client = clients.CreateClient(nameof(LoadGenerator));
        client.BaseAddress = Reachable(BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        using var timer = new PeriodicTimer(s_pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            _ = CallAsync(client, stoppingToken);
    }

    /// <summary>A server that listens everywhere (http://+:8080, http://[::]:8080) is reached on this machine.</summary>
    private static Uri Reachable(BindingAddress address) =>
        new UriBuilder(address.Scheme, address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri;

    /// <summary>One caller; what becomes of its calls is for the service to count.</summary>
    private static async Task CallAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var order = await client.PostAsJsonAsync("/orders", new Order("apple", 1), CheckoutJson.Default.Order, cancellationToken);
            using var catalog = await client.GetAsync(new Uri("/catalog", UriKind.Relative), cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // The service is going down or overloaded, which its own page shows.
        }
    }
}
