using Microsoft.AspNetCore.Builder;
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

    public static async Task<TestService> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, string environment = "Production",
        params (string Key, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.AddReliability();
        configure?.Invoke(builder);
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

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
