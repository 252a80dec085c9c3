using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Reliability.Benchmarks.Rules;

/// <summary>A real Prometheus on loopback that takes what is written to it and says what a query loads.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("reliability-rules-").FullName;
    private readonly HttpClient _client;
    private readonly Process _process;

    private Prometheus()
    {
        var port = FreePort();
        var configuration = Path.Combine(_directory, "prometheus.yml");
        File.WriteAllText(configuration, "global: {}\n");
        _process = Process.Start(new ProcessStartInfo("prometheus",
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_directory, "tsdb")}", "--storage.tsdb.retention.time=60d", "--web.enable-remote-write-receiver",
            $"--web.listen-address=127.0.0.1:{port}", "--query.max-samples=2000000000", "--query.timeout=10m", "--log.level=error",
        ]))!;
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public static async Task<Prometheus> StartAsync(CancellationToken cancellation)
    {
        var prometheus = new Prometheus();
        while (!await prometheus.IsReadyAsync(cancellation))
            await Task.Delay(200, cancellation);

        return prometheus;
    }

    public async Task WriteAsync(RemoteWrite write, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(write.ToSnappy());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        using var answer = await _client.PostAsync(new Uri("/api/v1/write", UriKind.Relative), content, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellation));
    }

    /// <summary>What the queries load together, and how long they take one after the other.</summary>
    public async Task<(long Samples, TimeSpan Elapsed)> CostAsync(IReadOnlyList<string> expressions, DateTimeOffset time, CancellationToken cancellation)
    {
        var samples = 0L;
        var clock = Stopwatch.StartNew();
        foreach (var expression in expressions)
        {
            using var query = new FormUrlEncodedContent([new("query", expression), new("time", $"{time.ToUnixTimeSeconds()}"), new("stats", "all")]);
            using var answer = await _client.PostAsync(new Uri("/api/v1/query", UriKind.Relative), query, cancellation);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            samples += document.RootElement.GetProperty("status").GetString() == "success"
                ? document.RootElement.GetProperty("data").GetProperty("stats").GetProperty("samples").GetProperty("totalQueryableSamples").GetInt64()
                : throw new InvalidOperationException($"{expression}\n{document.RootElement}");
        }

        return (samples, clock.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
