using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reliability.Hosting;
using Reliability.Hosting.Lifecycle;
using Reliability.Hosting.Listener;

namespace Reliability.AspNetCore.Tests.Lifecycle;

public sealed class RequestDrainTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Loop _loop = new();

    public void Dispose() => _loop.Dispose();

    [Fact]
    public async Task A_service_that_stops_says_so_answers_on_and_asks_clients_to_come_back_on_another_connection()
    {
        await using var service = await StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };
        using var before = await GetAsync(client, "/fast");
        Assert.Null(before.Headers.ConnectionClose);

        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);
        using var ready = await GetAsync(client, "/health/ready");
        using var after = await GetAsync(client, "/fast");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.True(after.Headers.ConnectionClose);

        await PassAsync(stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(client, "/fast"));
    }

    [Fact]
    public async Task A_service_that_only_tests_call_waits_for_no_load_balancer()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/fast", () => "fast"),
            builder => builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IHostedService>(_loop),
            settings: ("Reliability:Drain:Period", "00:00:07"));
        await service.Client.GetStringAsync(new Uri("/fast", UriKind.Relative), TestContext.Current.CancellationToken);

        // The clock stands still.
        await service.App.StopAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.True(_loop.HasItsToken);
    }

    [Fact]
    public async Task A_service_on_the_network_goes_on_for_all_of_its_period()
    {
        await using var service = await StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };
        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        using var response = await GetAsync(client, "/fast");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(stop.IsCompleted || _loop.HasItsToken);
        await PassAsync(stop);
    }

    [Fact]
    public async Task A_request_in_flight_finishes_before_loops_end_and_takes_its_connection_along()
    {
        await using var service = await StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };
        var request = GetAsync(client, "/slow");
        await _received.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(6));
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, service.App.Services.GetRequiredService<IServedRequests>().Count);
        Assert.False(_loop.HasItsToken);
        Assert.False(stop.IsCompleted);

        _answer.SetResult();
        using var response = await request;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.ConnectionClose);
        await PassAsync(stop);
        Assert.True(_loop.HasItsToken);
    }

    [Fact]
    public async Task An_endpoint_that_may_take_longer_than_the_end_does_not_start()
    {
        var start = () => TestService.StartAsync(app => app.MapGet("/report", [Timeout(40_000)] () => "done"));
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(start);
        Assert.Contains("5 s (Period) + 40 s (the timeout of HTTP: GET /report) = 45 s, but HostOptions.ShutdownTimeout is 25 s", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health/ready")]
    [InlineData("/health/hangs")]
    [InlineData("/internal/health/ready")]
    public async Task A_probe_is_not_waited_for(string path)
    {
        await using var service = await StartAsync(
            builder => builder.Services.AddHealthChecks().AddAsyncCheck("hangs", async () =>
            {
                _received.TrySetResult();
                await _answer.Task;
                return new();
            }, ["hangs", "live", "ready"]),
            map: app => app.MapGroup("/internal").MapReliability());
        using var client = new HttpClient { BaseAddress = service.Address };
        var probe = client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        await _received.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.Equal(0, service.App.Services.GetRequiredService<IServedRequests>().Count);
        _answer.SetResult();
        (await probe).Dispose();
        Assert.Equal(0, service.App.Services.GetRequiredService<IServedRequests>().Count);
    }

    [Theory]
    [InlineData("/health/patients", "/health/patients")]
    [InlineData("/health/patients/{id}", "/health/patients/7")]
    [InlineData("/alive/{**path}", "/alive/orders")]
    [InlineData("/{**path}", "/health/patients")]
    public async Task A_request_that_only_looks_like_a_probe_is_waited_for(string route, string path)
    {
        await using var service = await StartAsync(map: app => app.MapGet(route, async () =>
        {
            _received.TrySetResult();
            await _answer.Task;
            return "mine";
        }));
        using var client = new HttpClient { BaseAddress = service.Address };
        var request = GetAsync(client, path);
        await _received.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(1, service.App.Services.GetRequiredService<IServedRequests>().Count);

        _answer.SetResult();
        (await request).Dispose();
        await UntilAsync(() => service.App.Services.GetRequiredService<IServedRequests>().Count == 0);
    }

    [Fact]
    public async Task Loops_do_not_wait_for_a_stream_of_events_that_nobody_ends()
    {
        // So that it is not the host giving up that ends the loops.
        await using var service = await StartAsync(builder => builder.Services.Configure<DrainOptions>(drain => drain.TerminationGracePeriod = TimeSpan.FromHours(2)));
        using var client = new HttpClient { BaseAddress = service.Address };
        using var events = await client.GetAsync(new Uri("/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(6));
        await UntilAsync(() => _loop.HasItsToken);
        Assert.False(_answer.Task.IsCompleted);

        _answer.SetResult();
        await PassAsync(stop);
    }

    [Fact]
    public async Task A_request_that_fails_is_no_longer_in_flight()
    {
        await using var service = await StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };
        using var response = await GetAsync(client, "/fails");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        await UntilAsync(() => service.App.Services.GetRequiredService<IServedRequests>().Count == 0);
    }

    [Fact]
    public async Task A_connection_that_others_share_is_left_to_the_server()
    {
        await using var service = await StartAsync(protocols: HttpProtocols.Http2);
        using var client = new HttpClient { BaseAddress = service.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);

        using var response = await GetAsync(client, "/fast");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(response.Headers.ConnectionClose);
        await PassAsync(stop);
    }

    [Fact]
    public async Task A_socket_that_is_opened_while_the_service_stops_opens()
    {
        await using var service = await StartAsync();
        var stop = service.App.StopAsync(TestContext.Current.CancellationToken);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/socket" }.Uri, TestContext.Current.CancellationToken);

        Assert.Equal(WebSocketState.Open, socket.State);
        await PassAsync(stop);
    }

    [Fact]
    public async Task A_service_that_was_told_nothing_drains_for_five_seconds_and_gives_up_before_the_platform_does()
    {
        await using var service = await TestService.StartAsync(_ => { });
        var host = service.App.Services.GetRequiredService<IOptions<HostOptions>>().Value;
        var drain = service.App.Services.GetRequiredService<IOptions<DrainOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(25), host.ShutdownTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), DrainBounds.Of(drain, host, answersRequests: true, isDevelopment: false, default).Period);
    }

    [Fact]
    public async Task A_service_whose_times_do_not_fit_does_not_start()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, settings: ("Reliability:Drain:Period", "00:00:20")));
        Assert.Contains("20 s (Period) + 15 s (RequestTimeout) = 35 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_without_a_web_server_answers_probes_all_the_same()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Reliability:Probes:Port"] = "0";
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new() { ValidateOnBuild = true, ValidateScopes = true }));
        ReliabilityHostExtensions.AddReliability<IHostApplicationBuilder>(builder);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        var port = host.Services.GetRequiredService<ProbeListener>().EndPoint!.Port;
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/health/ready"), TestContext.Current.CancellationToken));
        Assert.Empty(host.Services.GetServices<IServedRequests>());
    }

    private Task<TestService> StartAsync(
        Action<WebApplicationBuilder>? configure = null, HttpProtocols protocols = HttpProtocols.Http1, Action<WebApplication>? map = null) =>
        TestService.StartOnNetworkAsync(
            app =>
            {
                Map(app);
                map?.Invoke(app);
            },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton<IHostedService>(_loop);
                configure?.Invoke(builder);
            },
            protocols);

    private void Map(WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/fast", () => "fast");
        app.MapGet("/fails", IResult () => throw new InvalidOperationException("It fails."));
        app.MapGet("/events", async (HttpResponse response) =>
        {
            response.ContentType = "text/event-stream";
            await response.Body.FlushAsync();
            await _answer.Task;
        });
        app.MapGet("/slow", async () =>
        {
            _received.TrySetResult();
            await _answer.Task;
            return "slow";
        });
        app.Map("/socket", async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        });
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

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

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    private sealed class Loop : BackgroundService
    {
        public bool HasItsToken { get; private set; }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            HasItsToken = true;
        }
    }
}
