using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Reliability.EndToEnd.Tests;

/// <summary>A service in a process of its own, on a free port of loopback.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private readonly Process _process;

    private RunningService(Process process, Uri address)
    {
        _process = process;
        Client = new() { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Starts an assembly, or a program that needs no runtime to start it.</summary>
    public static async Task<RunningService> StartAsync(string program, string directory, string environment = "Production")
    {
        var isAssembly = program.EndsWith(".dll", StringComparison.Ordinal);
        var process = CommandLine.Start(
            isAssembly ? "dotnet" : program, [.. isAssembly ? [program] : Array.Empty<string>(), "--urls", "http://127.0.0.1:0"], directory,
            new Dictionary<string, string?> { ["Reliability__StatusPage"] = "true", ["ASPNETCORE_ENVIRONMENT"] = environment });
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null && Listening().Match(line.Data) is { Success: true } match)
                address.TrySetResult(new(match.Groups[1].Value));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, await address.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
