using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.AspNetCore.Tests;

/// <summary>A service under test, with the events that its operations have counted since the test began.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly Dictionary<OperationSite, (long Good, long Bad)> _before =
        OperationRegistry.Sites.ToDictionary(site => site, site => site.Events(0));

    private TestService(WebApplication app) => App = app;

    public WebApplication App { get; }

    public HttpClient Client => App.GetTestClient();

    /// <summary>Where a service on the network listens.</summary>
    public Uri Address => new(App.Urls.Single());

    public static Task<TestService> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string environment = "Production",
        params (string Key, string? Value)[] settings) =>
        StartAsync(map, configure, builder => builder.WebHost.UseTestServer(), environment, settings);

    /// <summary>Starts a service with a real server, for what only a real connection shows.</summary>
    public static Task<TestService> StartOnNetworkAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, HttpProtocols protocols = HttpProtocols.Http1) =>
        StartAsync(
            map, configure, builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols)),
            "Production", []);

    private static async Task<TestService> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure, Action<WebApplicationBuilder> serve, string environment,
        (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        builder.Logging.ClearProviders();
        serve(builder);
        configure?.Invoke(builder);

        // The last, which is the harder order: what the program has registered stands before it.
        builder.AddReliability();
        var app = builder.Build();
        map(app);
        app.MapReliability();
        var service = new TestService(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Good and bad events of an operation's first objective since the test began.</summary>
    public (long Good, long Bad) Events(string operation, int objective = 0)
    {
        var site = Assert.Single(OperationRegistry.Sites, site => site.Operation.Name == operation);
        var (good, bad) = site.Events(objective);
        var before = objective == 0 ? _before.GetValueOrDefault(site) : default;
        return (good - before.Good, bad - before.Bad);
    }

    /// <summary>The events of an operation once none of its calls is under way any more: the server ends a call a moment after
    /// its caller has the answer.</summary>
    public async Task<(long Good, long Bad)> SettledEventsAsync(string operation)
    {
        var site = Assert.Single(OperationRegistry.Sites, site => site.Operation.Name == operation);
        for (var i = 0; i < 1500 && site.Active != 0; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        Assert.Equal(0, site.Active);
        return Events(operation);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
