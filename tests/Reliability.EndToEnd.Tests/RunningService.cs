using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Reliability.EndToEnd.Tests;

/// <summary>A service in a process of its own, on a free port of loopback.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private readonly Process _process;

    private readonly StringBuilder _output;

    private RunningService(Process process, StringBuilder output, Uri address)
    {
        _process = process;
        _output = output;
        Client = new() { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>What the program has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>How often it has started.</summary>
    public int Starts => Listening().Count(Output);

    /// <summary>Starts an assembly, or a program that needs no runtime to start it.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="directory">Where it runs.</param>
    /// <param name="environment">The environment of the host.</param>
    /// <param name="settings">Configuration, by the names that variables of the environment have.</param>
    public static async Task<RunningService> StartAsync(
        string program, string directory, string environment = "Production", params IEnumerable<(string Key, string Value)> settings)
    {
        var isAssembly = program.EndsWith(".dll", StringComparison.Ordinal);
        return await ListeningAsync(CommandLine.Start(
            isAssembly ? "dotnet" : program, [.. isAssembly ? [program] : Array.Empty<string>(), "--urls", "http://127.0.0.1:0"], directory,
            new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            {
                ["Reliability__StatusPage"] = "true",
                ["ASPNETCORE_ENVIRONMENT"] = environment,
            }));
    }

    /// <summary>Starts the project in a directory as a person does who is going to edit it.</summary>
    public static Task<RunningService> WatchAsync(string directory, IReadOnlyDictionary<string, string?> environment) =>
        ListeningAsync(CommandLine.Start(
            "dotnet", ["watch", "run", "--non-interactive", "--", "--urls", "http://127.0.0.1:0"], directory,
            new Dictionary<string, string?>(environment)
            {
                ["DOTNET_WATCH_SUPPRESS_LAUNCH_BROWSER"] = "1",

                // The system hands out 128 watches to each user, and one watcher takes fifty.
                ["DOTNET_USE_POLLING_FILE_WATCHER"] = "1",
            }));

    private static async Task<RunningService> ListeningAsync(Process process)
    {
        var output = new StringBuilder();
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(string? line)
        {
            lock (output)
                output.AppendLine(line);

            if (line is not null && Listening().Match(line) is { Success: true } match)
                address.TrySetResult(new(match.Groups[1].Value));
        }

        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.WhenAny(address.Task, ended).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            if (address.Task.IsCompleted)
                return new(process, output, await address.Task);

            lock (output)
                throw new InvalidOperationException($"The service has ended:\n{output}");
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            lock (output)
                throw new TimeoutException($"The service does not listen:\n{output}");
        }
    }

    /// <summary>Asks it to stop, as the platform does.</summary>
    public Task TerminateAsync() => CommandLine.MustRunAsync("kill", ["-TERM", $"{_process.Id}"], Environment.CurrentDirectory);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitedAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    [GeneratedRegex(@"(?:Now listening on:|Probes are answered on) (\S+)")]
    private static partial Regex Listening();
}
