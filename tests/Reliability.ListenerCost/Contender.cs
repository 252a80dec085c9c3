using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Reliability.ListenerCost;

/// <summary>A worker: the same loop each time, and a way to answer probes.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Description">What a reader of the table must know.</param>
/// <param name="Path">Where it is probed; null when it cannot be.</param>
/// <param name="Build">Makes it.</param>
internal sealed record Contender(string Name, string Description, string? Path, Func<int, IHost> Build)
{
    public static readonly IReadOnlyList<Contender> All =
    [
        new("bare", "worker", null, static _ => Worker(static _ => { })),
        new("sockets", "worker + ten lines that answer every connection with 200", "/", static port => Worker(builder =>
            builder.Services.AddHostedService(_ => new TenLines(port)))),
        new("silent", "worker + `AddReliability()`, `Probes:Enabled=false`", null, static _ => Worker(static builder =>
            builder.AddReliability(static probes => probes.Enabled = false))),
        new("listener", "worker + `AddReliability()`", "/health/ready", static port => Worker(builder =>
            builder.AddReliability(probes => (probes.Port, probes.Address) = (port, "127.0.0.1")))),
        new("kestrel", "worker on `WebApplication.CreateSlimBuilder`, `MapHealthChecks`", "/health/ready", Kestrel),
    ];

    private static IHost Worker(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddHostedService<Loop>();
        configure(builder);
        return builder.Build();
    }

    private static WebApplication Kestrel(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("urls", $"http://127.0.0.1:{port}")]);
        builder.Services.AddHealthChecks();
        builder.Services.AddHostedService<Loop>();
        var app = builder.Build();
        app.MapHealthChecks("/health/ready");
        return app;
    }
}
