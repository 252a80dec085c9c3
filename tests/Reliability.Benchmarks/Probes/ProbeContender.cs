using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.Benchmarks.Probes;

/// <summary>A service that is probed, without a network.</summary>
internal sealed class ProbeContender
{
    private const string Path = "/health/ready";
    private const int Checks = 3;

    private readonly NullServer _server;

    private ProbeContender(string name, NullServer server)
    {
        Name = name;
        _server = server;
    }

    public string Name { get; }

    public List<double> Nanoseconds { get; } = [];

    public List<double> Bytes { get; } = [];

    public static async Task<IReadOnlyList<ProbeContender>> StartAllAsync() =>
    [
        await StartAsync("an endpoint that answers a word", _ => { }, app => app.MapGet(Path, (RequestDelegate)(context => context.Response.WriteAsync("Healthy")))),
        await StartAsync("MapHealthChecks", AddChecks, app => app.MapHealthChecks(Path, new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") })),
        await StartAsync("MapReliability", AddOurs, app => app.MapReliability()),
        await StartAsync(
            "MapReliability, CacheFor 0",
            builder =>
            {
                AddOurs(builder);
                builder.Configuration["Reliability:Health:CacheFor"] = "0";
            },
            app => app.MapReliability()),
    ];

    public async Task ProbeAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (await _server.GetAsync(Path) != StatusCodes.Status200OK)
                throw new InvalidOperationException($"{Name} is not ready.");
        }
    }

    private static async Task<ProbeContender> StartAsync(string name, Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        var server = new NullServer();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        configure(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new(name, server);
    }

    private static void AddOurs(WebApplicationBuilder builder)
    {
        AddChecks(builder);
        builder.AddReliability();
    }

    private static void AddChecks(WebApplicationBuilder builder)
    {
        for (var i = 0; i < Checks; i++)
            builder.Services.AddHealthChecks().AddCheck($"check-{i}", static () => HealthCheckResult.Healthy(), ["ready"]);
    }
}
