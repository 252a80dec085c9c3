using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reliability.Hosting.Listener;

namespace Reliability.Hosting.Tests.Listener;

public sealed class ProbeListenerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private HealthCheckResult _storage = HealthCheckResult.Healthy();

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    [InlineData("/health/storage")]
    public async Task A_worker_that_is_well_says_so(string path)
    {
        using var host = await StartAsync();
        Assert.Equal((200, "Healthy"), await GetAsync(host, path));
    }

    [Fact]
    public async Task A_probe_answers_one_word_which_nobody_may_keep()
    {
        _storage = HealthCheckResult.Unhealthy("Password=secret", new InvalidOperationException("Password=secret"));
        using var host = await StartAsync();

        Assert.Equal(
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nCache-Control: no-store, no-cache\r\nConnection: close\r\n\r\nUnhealthy",
            await SendAsync(host, "GET /health/storage HTTP/1.1\r\nHost: worker\r\n\r\n"));
    }

    [Fact]
    public async Task A_degraded_worker_stays_in_place()
    {
        _storage = HealthCheckResult.Degraded();
        using var host = await StartAsync();
        Assert.Equal((200, "Degraded"), await GetAsync(host, "/health"));
    }

    [Fact]
    public async Task Only_the_head_is_sent_to_who_asks_for_it()
    {
        using var host = await StartAsync();
        var answer = await SendAsync(host, "HEAD /alive HTTP/1.1\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health/nobody HTTP/1.1\r\n\r\n", "404")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "404")]
    [InlineData("POST /health HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "405")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505")]
    [InlineData("\u0016\u0003\u0001 hello TLS\n\n", "400")]
    public async Task What_is_no_probe_is_told_so(string request, string status)
    {
        using var host = await StartAsync();
        Assert.StartsWith($"HTTP/1.1 {status} ", await SendAsync(host, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_without_an_end_is_cut_off()
    {
        using var host = await StartAsync();
        var answer = await SendAsync(host, $"GET /alive HTTP/1.1\r\nX: {new string('x', ProbeConnection.MaxHead)}");
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        using var host = await StartAsync();
        using var client = await ConnectAsync(host);
        client.NoDelay = true;
        foreach (var character in "GET /alive HTTP/1.1\r\n\r\n"u8.ToArray())
            await client.SendAsync(new[] { character }, SocketFlags.None, TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 200 ", await ReadAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_nothing_is_sent_away_after_a_while()
    {
        using var host = await StartAsync();
        using var silent = await ConnectAsync(host);
        await silent.SendAsync("GET /al"u8.ToArray(), SocketFlags.None, TestContext.Current.CancellationToken);
        await UntilAsync(() => Listener(host).OpenConnections == 1);

        _clock.Advance(ProbeConnection.MaxAge);
        await UntilAsync(() => Listener(host).OpenConnections == 0);
    }

    [Fact]
    public async Task Hundreds_who_say_nothing_do_not_keep_the_kubelet_out()
    {
        using var host = await StartAsync();
        var silent = new List<Socket>();
        try
        {
            for (var i = 0; i < 5 * ProbeConnections.Max; i++)
                silent.Add(await ConnectAsync(host));

            // The clock stands still: nobody is sent away for being slow.
            for (var i = 0; i < 10; i++)
                Assert.Equal((200, "Healthy"), await GetAsync(host, "/alive"));

            Assert.InRange(Listener(host).OpenConnections, 1, ProbeConnections.Max);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Hostile_bytes_never_take_the_listener_down()
    {
        using var host = await StartAsync();
        var hostile = Gen.Select(Gen.Byte.Array[0, 300], Gen.OneOf("", "GET ", "GET /alive HTTP/1.1\r\n", "HEAD /%00 HTTP/1.1\r\n\r\n"), Gen.Bool);
        await hostile.SampleAsync(
            async (bytes, prefix, resets) =>
            {
                using var client = await ConnectAsync(host);
                if (resets)
                    client.LingerState = new(true, 0);

                await client.SendAsync(Encoding.ASCII.GetBytes(prefix).Concat(bytes).ToArray(), SocketFlags.None, CancellationToken.None);
            },
            iter: 500,
            threads: 2);

        Assert.Equal((200, "Healthy"), await GetAsync(host, "/alive"));
        _clock.Advance(ProbeConnection.MaxAge);
        await UntilAsync(() => Listener(host).OpenConnections == 0);
    }

    [Fact]
    public async Task Many_may_ask_at_once()
    {
        using var host = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, ProbeConnections.Max / 2).Select(_ => GetAsync(host, "/health")));
        Assert.All(answers, answer => Assert.Equal((200, "Healthy"), answer));
    }

    [Fact]
    public async Task A_worker_is_alive_but_not_started_while_a_service_starts_slowly()
    {
        var slow = new SlowStart();
        using var host = Build(services => services.AddSingleton<IHostedService>(slow));
        var start = host.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => Listener(host).EndPoint is not null);

        Assert.Equal((200, "Healthy"), await GetAsync(host, "/alive"));
        Assert.Equal((503, "Unhealthy"), await GetAsync(host, "/health/startup"));
        Assert.Equal((503, "Unhealthy"), await GetAsync(host, "/health/ready"));

        slow.Started.SetResult();
        await start;
        Assert.Equal((200, "Healthy"), await GetAsync(host, "/health/startup"));
        Assert.Equal((200, "Healthy"), await GetAsync(host, "/health/ready"));
    }

    [Fact]
    public async Task A_worker_that_stops_says_that_it_is_not_ready_until_its_services_have_stopped()
    {
        var slow = new SlowStop();
        using var host = Build(services => services.AddSingleton<IHostedService>(slow));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var address = Listener(host).EndPoint!;

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        await slow.Stopping.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal((503, "Unhealthy"), await GetAsync(host, "/health/ready"));
        Assert.Equal((200, "Healthy"), await GetAsync(host, "/alive"));

        slow.Stopped.SetResult();
        await stop.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        using var late = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_the_host_from_starting_and_says_how_to_go_on()
    {
        using var first = await StartAsync();
        var port = Listener(first).EndPoint!.Port;
        using var second = Build(_ => { }, builder => builder.Configuration["Reliability:Probes:Port"] = $"{port}");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => second.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"port {port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Reliability:Probes:Port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_a_second_worker_starts_without_probes()
    {
        using var first = await StartAsync();
        var port = Listener(first).EndPoint!.Port;
        using var second = Build(
            _ => { }, builder => builder.Configuration["Reliability:Probes:Port"] = $"{port}", Environments.Development, ("Reliability:Probes:Address", "0.0.0.0"));

        await second.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(Listener(second).EndPoint);
    }

    [Theory]
    [InlineData("Production", "::")]
    [InlineData("Development", "127.0.0.1")]
    public async Task Everybody_may_ask_in_production_and_this_machine_in_development(string environment, string address)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");
        using var host = Build(_ => { }, environment: environment);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(address, Listener(host).EndPoint!.Address.ToString());
    }

    [Fact]
    public async Task Nobody_listens_where_nobody_asks()
    {
        using var host = Build(_ => { }, builder => builder.Configuration["Reliability:Probes:Enabled"] = "false");
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(Listener(host).EndPoint);
    }

    [Theory]
    [InlineData("Port", "70000")]
    [InlineData("Port", "-1")]
    [InlineData("Address", "everywhere")]
    public async Task A_place_that_cannot_be_is_refused_at_start(string option, string value)
    {
        using var host = Build(_ => { }, builder => builder.Configuration[$"Reliability:Probes:{option}"] = value);
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"Reliability:Probes:{option} is ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calling_it_again_changes_nothing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var count = builder.AddReliability().Services.Count;
        Assert.Equal(count, builder.AddReliability().Services.Count);
    }

    private async Task<IHost> StartAsync()
    {
        var host = Build(_ => { });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private IHost Build(
        Action<IServiceCollection> configure, Action<HostApplicationBuilder>? change = null, string environment = "Production", params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Reliability:Probes:Port"] = "0" });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(it => it.Key, it => (string?)it.Value));
        change?.Invoke(builder);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddReliability();
        builder.Services.AddHealthChecks().AddCheck("storage", () => _storage, ["storage"]);
        configure(builder.Services);
        return builder.Build();
    }

    private static ProbeListener Listener(IHost host) => host.Services.GetRequiredService<ProbeListener>();

    private static async Task<(int Status, string Body)> GetAsync(IHost host, string path)
    {
        var answer = await SendAsync(host, $"GET {path} HTTP/1.1\r\nHost: worker\r\nUser-Agent: kube-probe/1.34\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        return (int.Parse(answer.Split(' ')[1], null), answer.Split("\r\n\r\n")[1]);
    }

    private static async Task<string> SendAsync(IHost host, string request)
    {
        using var client = await ConnectAsync(host);
        await client.SendAsync(Encoding.ASCII.GetBytes(request), SocketFlags.None, TestContext.Current.CancellationToken);
        return await ReadAsync(client);
    }

    private static async Task<Socket> ConnectAsync(IHost host)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, Listener(host).EndPoint!.Port);
        return client;
    }

    private static async Task<string> ReadAsync(Socket client)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (true)
        {
            var count = await client.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience);
            if (count == 0)
                return Encoding.ASCII.GetString(buffer, 0, length);

            length += count;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    private sealed class SlowStart : IHostedService
    {
        public TaskCompletionSource Started { get; } = new();

        public Task StartAsync(CancellationToken cancellationToken) => Started.Task;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class SlowStop : IHostedService
    {
        public TaskCompletionSource Stopping { get; } = new();

        public TaskCompletionSource Stopped { get; } = new();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stopping.SetResult();
            return Stopped.Task;
        }
    }
}
