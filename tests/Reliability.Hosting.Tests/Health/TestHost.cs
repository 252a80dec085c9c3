using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A host whose time stands still unless the test moves it.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private TestHost(IHost host, FakeTimeProvider clock)
    {
        Host = host;
        Clock = clock;
    }

    public IHost Host { get; }

    public FakeTimeProvider Clock { get; }

    public HealthMonitor Monitor => Host.Services.GetRequiredService<HealthMonitor>();

    public IHostApplicationLifetime Lifetime => Host.Services.GetRequiredService<IHostApplicationLifetime>();

    /// <summary>Builds a host without starting it.</summary>
    public static TestHost Build(
        Action<IHealthChecksBuilder>? checks = null, Action<TestDeclarations, TimeProvider>? declare = null, Action<IServiceCollection>? configure = null,
        params (string Key, string? Value)[] settings)
    {
        var clock = new FakeTimeProvider();
        var declared = new TestDeclarations();
        declare?.Invoke(declared, clock);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());

        // A test that listens to the metric must not make the hosts of others ask their checks.
        builder.Configuration.AddInMemoryCollection([new("Reliability:Health:RefreshEvery", "0")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<DeclaredHealth>(declared);
        builder.Services.AddSingleton<ILoggerProvider, TestLog>();
        builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        configure?.Invoke(builder.Services);
        builder.Services.AddReliabilityHealth();
        checks?.Invoke(builder.Services.AddHealthChecks());
        return new(builder.Build(), clock);
    }

    public static async Task<TestHost> StartAsync(
        Action<IHealthChecksBuilder>? checks = null, Action<TestDeclarations, TimeProvider>? declare = null, Action<IServiceCollection>? configure = null,
        params (string Key, string? Value)[] settings)
    {
        var host = Build(checks, declare, configure, settings);
        await host.Host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    /// <summary>Probes; the time that passes meanwhile is the time that the test lets pass.</summary>
    public Task<GroupHealth> ProbeAsync(string? group) => Monitor.CheckAsync(group, TestContext.Current.CancellationToken).WaitAsync(s_patience);

    public async Task<HealthStatus> StatusAsync(string? group) => (await ProbeAsync(group)).Status;

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
    }
}
