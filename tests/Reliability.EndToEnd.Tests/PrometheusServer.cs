using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Reliability.EndToEnd.Tests;

/// <summary>A real Prometheus on loopback that scrapes one service and evaluates its exported rules every second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(Process process, int port)
    {
        _process = process;
        _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public static async Task<PrometheusServer> StartAsync(string directory, string rules, Uri target)
    {
        var port = FreePort();
        var configuration = Path.Combine(directory, "prometheus.yml");
        await File.WriteAllTextAsync(configuration,
            $"""
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: ['{rules}/*.yml']
            scrape_configs:
              - job_name: shop
                static_configs: [targets: ['{target.Authority}']]
            """, TestContext.Current.CancellationToken);
        var process = CommandLine.Start(
            "prometheus",
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(directory, "tsdb")}", $"--web.listen-address=127.0.0.1:{port}"],
            directory, environment: null);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, port);
    }

    /// <summary>The value of an expression that selects one series; null while it selects none.</summary>
    public async Task<double?> ValueAsync(string expression)
    {
        try
        {
            using var answer = JsonDocument.Parse(await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}"));
            var result = answer.RootElement.GetProperty("data").GetProperty("result");
            return result.GetArrayLength() == 0
                ? null
                : double.Parse(Assert.Single(result.EnumerateArray().ToList()).GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
        }
        catch (HttpRequestException)
        {
            return null; // not up yet
        }
    }

    /// <summary>The alerts that fire, as <c>alert slo objective</c>.</summary>
    public async Task<IReadOnlyList<string>> FiringAsync()
    {
        using var answer = JsonDocument.Parse(await GetAsync("/api/v1/alerts"));
        return
        [
            .. from alert in answer.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray()
               where alert.GetProperty("state").GetString() == "firing"
               let labels = alert.GetProperty("labels")
               select $"{labels.GetProperty("alertname").GetString()} {labels.GetProperty("slo").GetString()} {labels.GetProperty("objective").GetString()}",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private Task<string> GetAsync(string path) => _client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
