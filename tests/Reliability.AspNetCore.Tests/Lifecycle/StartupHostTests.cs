using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Reliability.AspNetCore.Overload;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Tests.Lifecycle;

/// <summary>A host with a <c>Startup</c> class, as it was usual before there was a <c>WebApplicationBuilder</c>, does all that one with a builder
/// does.</summary>
public sealed class StartupHostTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly Work _work = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_with_a_startup_class_answers_probes_measures_admits_and_drains(bool first)
    {
        using var host = Build(first);
        await host.StartAsync(Cancelled);
        using var client = new HttpClient { BaseAddress = new(Address(host)) };
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Cancelled));
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri("/health/startup", UriKind.Relative), Cancelled));

        var site = OperationRegistry.Sites.Single(site => site.Operation.Name == "startup-work");
        var (good, bad) = site.Events(0);
        var working = client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled);
        await _work.Begun;
        using (var refused = await client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.Contains("Retry-After")));

        var stop = host.StopAsync(Cancelled);
        using (var ready = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancelled))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, (bool?)true), (ready.StatusCode, ready.Headers.ConnectionClose));

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, host.Services.GetRequiredService<IServedRequests>().Count);
        Assert.False(stop.IsCompleted);
        _work.End();
        using (var answer = await working)
            Assert.Equal((HttpStatusCode.OK, (bool?)true), (answer.StatusCode, answer.Headers.ConnectionClose));

        await PassAsync(stop);
        Assert.Equal((good + 1, bad + 1), site.Events(0));
    }

    [Fact]
    public async Task A_host_without_a_web_server_is_told_what_it_needs()
    {
        using var host = new HostBuilder().ConfigureServices(services => services.AddReliability()).Build();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Cancelled));
        Assert.Contains("this one has none", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_cannot_drain_is_told_what_it_needs()
    {
#pragma warning disable ASPDEPR004, ASPDEPR008 // what is tested is what becomes of it
        using var host = new WebHostBuilder().UseKestrel().UseUrls("http://127.0.0.1:0").ConfigureServices(services => services.AddReliability()).Configure(_ => { }).Build();
#pragma warning restore ASPDEPR004, ASPDEPR008
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Cancelled));
        Assert.Contains("needs the generic host", failure.Message, StringComparison.Ordinal);
    }

    /// <param name="first">Whether it is registered before the host knows that it will have a server.</param>
    private IHost Build(bool first)
    {
        var builder = Host.CreateDefaultBuilder();
        if (first)
            builder.ConfigureServices(services => services.AddReliability());

        return builder
            .UseEnvironment("Production")
            .UseDefaultServiceProvider(provider => (provider.ValidateOnBuild, provider.ValidateScopes) = (true, true))
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services
                .AddSingleton(_work)
                .AddSingleton<TimeProvider>(_clock)
                .AddSingleton(new ServiceCapacity(new() { Name = "startup-" + Guid.NewGuid().ToString("N") }, capacity: null)))
            .ConfigureWebHostDefaults(web => web.UseKestrel().UseUrls("http://127.0.0.1:0").UseStartup(_ => new Startup(first)))
            .Build();
    }

    private static string Address(IHost host) =>
        host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private async Task PassAsync(Task task)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(5, CancellationToken.None);
        }

        await task;
    }

#pragma warning disable CA1822 // the host calls them so
    private sealed class Startup(bool isAdded)
    {
        public void ConfigureServices(IServiceCollection services)
        {
            if (!isAdded)
                services.AddReliability();
        }

        public void Configure(IApplicationBuilder app)
        {
            app.UseRouting();
            app.UseEndpoints(endpoints =>
            {
                endpoints.MapGet("/work", [Slo(99.9, Name = "startup-work"), Capacity(MaxConcurrency = 1)] (Work work) => work.DoAsync());
                endpoints.MapReliability();
            });
        }
    }
#pragma warning restore CA1822
}
