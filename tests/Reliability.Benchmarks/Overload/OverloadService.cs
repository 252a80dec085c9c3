using System.Diagnostics;
using System.Globalization;

namespace Reliability.Benchmarks.Overload;

/// <summary>The service, in a process of its own.</summary>
internal sealed class OverloadService : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private OverloadService(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<OverloadService> StartAsync(Admission admission, double share, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(OverloadService).Assembly.Location, OverloadServiceCommand.Name, admission.ToString(), share.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);

        var process = Process.Start(start) ?? throw new InvalidOperationException("The service does not start.");
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new(process, new(line[(at + Listening.Length)..].Trim()));
            }
        }

        throw new InvalidOperationException("The service does not listen.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
