using System.Net;
using System.Net.Sockets;

namespace Reliability.EndToEnd.Tests;

/// <summary>The service in the folder <c>Probed</c>, made from the packages and run in a process of its own, with a port for the public and
/// one for those who run it.</summary>
public sealed class ProbedService(PackageFeed feed) : IAsyncLifetime
{
    private ConsumerProject _project = null!;
    private RunningService _service = null!;

    /// <summary>Where the details are.</summary>
    public int ManagementPort { get; } = FreePort();

    /// <summary>Where everybody asks.</summary>
    public int PublicPort => Client.BaseAddress!.Port;

    /// <summary>Asks on the public port.</summary>
    public HttpClient Client => _service.Client;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _project = ConsumerProject.Create(feed, "Microsoft.NET.Sdk.Web", "Reliability.AspNetCore");
        _project.Write("Program.cs", ConsumerProject.Resource("Probed/Program.cs"));
        _project.Write(
            "appsettings.json",
            $$"""
            {
              "Logging": { "LogLevel": { "Default": "Warning", "Microsoft.Hosting.Lifetime": "Information" } },
              "Reliability": { "Probes": { "Exposure": "ManagementPort", "ManagementPort": {{ManagementPort}} } }
            }
            """);
        await _project.BuildAsync();
        _service = await _project.RunAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _project.Dispose();
    }

    /// <summary>Tells the dependency what to do.</summary>
    internal async Task SetAsync(string mode)
    {
        using var answer = await Client.PostAsync(new Uri($"/inventory/{mode}", UriKind.Relative), null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often the dependency has been called.</summary>
    internal async Task<int> CallsAsync() =>
        int.Parse(await Client.GetStringAsync(new Uri("/inventory/calls", UriKind.Relative), TestContext.Current.CancellationToken), null);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
