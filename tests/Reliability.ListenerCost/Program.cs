using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Reliability.ListenerCost;

const int Probes = 100;
var settle = TimeSpan.FromSeconds(3);

if (args is ["run", var name, var port])
{
    Contender.All.Single(it => it.Name == name).Build(int.Parse(port, CultureInfo.InvariantCulture)).Run();
    return;
}

// In turns, so that what disturbs the machine disturbs them all.
var runs = args is ["--runs", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 9;
var figures = Contender.All.ToDictionary(it => it, _ => new List<Memory>());
for (var i = 0; i < runs; i++)
{
    foreach (var contender in Contender.All)
        figures[contender].Add(await MeasureAsync(contender));
}

var bare = Memory.Median(figures[Contender.All[0]]);
Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; medians of {runs} runs, {Probes} probes each\n");
Console.WriteLine("| process | resident, MB | above bare | private, MB | above bare |\n| --- | ---: | ---: | ---: | ---: |");
foreach (var (contender, all) in figures)
{
    var median = Memory.Median(all);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {contender.Description} | {median.Resident:0.0} | {median.Resident - bare.Resident:+0.0;-0.0;0} | {median.Private:0.0} | {median.Private - bare.Private:+0.0;-0.0;0} |"));
}

async Task<Memory> MeasureAsync(Contender contender)
{
    var port = FreePort();
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["run", contender.Name, $"{port}"]) { RedirectStandardOutput = true })!;
    try
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Application started", StringComparison.Ordinal))
        {
        }

        if (contender.Path is not null)
            await ProbeAsync(new($"http://127.0.0.1:{port}{contender.Path}"));

        await Task.Delay(settle);
        return Memory.Of(process.Id);
    }
    finally
    {
        process.Kill();
        await process.WaitForExitAsync();
    }
}

// As the kubelet does: a connection each time.
static async Task ProbeAsync(Uri address)
{
    using var client = new HttpClient { DefaultRequestHeaders = { ConnectionClose = true } };
    for (var i = 0; i < Probes; i++)
    {
        using var answer = await client.GetAsync(address);
        answer.EnsureSuccessStatusCode();
        await Task.Delay(10);
    }
}

static int FreePort()
{
    using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    return ((IPEndPoint)socket.LocalEndPoint!).Port;
}
