using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Reliability.Artifacts.Tests.Alertmanager;

/// <summary>A real Alertmanager. A machine without it skips the tests that need it, by name.</summary>
internal sealed class AlertmanagerServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private AlertmanagerServer(Process process, int port)
    {
        _process = process;
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
    }

    public static async Task<AlertmanagerServer> Start(TemporaryDirectory directory, string config, CancellationToken cancellationToken)
    {
        directory.Write("alertmanager.yml", config);
        var port = FreePort();
        var server = new AlertmanagerServer(Run(directory, port), port);
        for (var i = 0; i < 100 && !await server.IsReady(cancellationToken); i++)
            await Task.Delay(100, cancellationToken);

        return server;
    }

    /// <summary>Makes alerts fire, each given by its labels.</summary>
    public async Task Fire(IEnumerable<Dictionary<string, string>> alerts, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/api/v2/alerts", alerts.Select(labels => new { labels }), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Each alert as <paramref name="name"/> calls it, and whether it is inhibited.</summary>
    public async Task<Dictionary<string, bool>> Inhibited(Func<JsonElement, string> name, CancellationToken cancellationToken)
    {
        var alerts = await _http.GetFromJsonAsync<JsonElement>("/api/v2/alerts", cancellationToken);
        return alerts.EnumerateArray().ToDictionary(
            alert => name(alert.GetProperty("labels")), alert => alert.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Run(TemporaryDirectory directory, int port)
    {
        // Debian calls it after the project, everybody else does not.
        foreach (var program in new[] { "prometheus-alertmanager", "alertmanager" })
        {
            try
            {
                var process = Process.Start(new ProcessStartInfo(
                    program,
                    [
                        "--config.file=alertmanager.yml", "--storage.path=data", "--cluster.listen-address=",
                        string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
                    ])
                {
                    WorkingDirectory = directory.Path, RedirectStandardError = true, RedirectStandardOutput = true,
                })!;
                process.BeginErrorReadLine();
                process.BeginOutputReadLine();
                return process;
            }
            catch (Win32Exception)
            {
            }
        }

        Assert.Skip("Alertmanager is not installed (Debian: apt-get install prometheus-alertmanager).");
        throw new UnreachableException();
    }

    private async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
