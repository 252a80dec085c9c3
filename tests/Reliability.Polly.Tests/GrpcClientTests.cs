using System.Net;
using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Deadlines;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

/// <summary>A client of gRPC never throws a cancellation, whoever cancelled: whose time it was is told all the same. A real client, a real server and
/// real timers, because what the client throws depends on which of them is first.</summary>
public sealed class GrpcClientTests : IAsyncLifetime
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    private WebApplication _server = null!;
    private GrpcChannel _channel = null!;
    private IHost _client = null!;

    /// <summary>How a core makes its call.</summary>
    public enum Kind
    {
        /// <summary>It hands its token on.</summary>
        Token,

        /// <summary>It hands the deadline on, and no token.</summary>
        Deadline,

        /// <summary>It does neither: its client comes from the factory, which knows the deadline.</summary>
        Factory,
    }

    [Theory]
    [InlineData(Kind.Token)]
    [InlineData(Kind.Deadline)]
    [InlineData(Kind.Factory)]
    public async Task The_operations_own_time_is_its_own(Kind kind)
    {
        var site = Site(new() { Timeout = new() { Total = s_short }, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } });
        for (var i = 0; i < 2; i++)
        {
            var failure = Assert.IsType<OperationTimeoutException>(await Sites.Ended(Call(site, kind)));
            Assert.Equal(site.Operation, failure.Operation);
            Assert.IsType<RpcException>(failure.InnerException);
        }

        Assert.Equal((2, 1), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Theory]
    [InlineData(Kind.Token)]
    [InlineData(Kind.Deadline)]
    [InlineData(Kind.Factory)]
    public async Task An_attempt_that_takes_too_long_is_made_again(Kind kind)
    {
        var site = Site(new() { Timeout = new() { Total = s_long, Attempt = s_short }, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 }, Retry = Sites.Retry with { MaxAttempts = 2, Delay = TimeSpan.FromMilliseconds(1) } });
        Assert.True(Assert.IsType<OperationTimeoutException>(await Sites.Ended(Call(site, kind))).IsAttempt);
        Assert.Equal((2, 1, 1), (site.Events.Read(FailoverEvent.AttemptTimeout), site.Events.Read(FailoverEvent.Retry), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Theory]
    [InlineData(Kind.Token)]
    [InlineData(Kind.Deadline)]
    [InlineData(Kind.Factory)]
    public async Task The_time_that_a_caller_gave_blames_nobody(Kind kind)
    {
        var site = Site(new() { Timeout = new() { Total = s_long }, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } });
        for (var i = 0; i < 4; i++)
        {
            using var deadline = Deadline.Begin(s_short);
            Assert.True(await Sites.Ended(Call(site, kind)) is DeadlineExceededException or RpcException);
        }

        Assert.Equal((0, 0), (site.Events.Read(FailoverEvent.Timeout), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_that_gives_up_is_told_so_by_its_own_token_and_blames_nobody(bool isTimed)
    {
        var site = Site(new() { Timeout = isTimed ? new() { Total = s_long } : null, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 }, Retry = Sites.Retry });
        for (var i = 0; i < 4; i++)
        {
            using var caller = new CancellationTokenSource(s_short);
            var call = Call(site, Kind.Token, caller.Token);
            var failure = Assert.IsAssignableFrom<OperationCanceledException>(await Sites.Ended(call));
            Assert.Equal(caller.Token, failure.CancellationToken);
            Assert.IsType<RpcException>(failure.InnerException);
            Assert.True(call.IsCanceled);
        }

        Assert.Equal((0, 0), (site.Events.Read(FailoverEvent.Retry), site.Events.Read(FailoverEvent.BreakerOpened)));
    }

    [Fact]
    public async Task A_deadline_that_the_dependency_has_set_itself_is_its_failure()
    {
        var site = Site(new() { Timeout = new() { Total = s_long }, CircuitBreaker = Sites.Breaker with { MinimumCalls = 2 } });
        var client = new Weather.WeatherClient(_channel);
        for (var i = 0; i < 2; i++)
        {
            var failure = Assert.IsType<RpcException>(await Sites.Ended(site.ExecuteAsync(
                static (client, _) => client.LaterAsync(new(), cancellationToken: CancellationToken.None).ResponseAsync, client, null, default)));
            Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        }

        Assert.Equal(1, site.Events.Read(FailoverEvent.BreakerOpened));
    }

    public async ValueTask InitializeAsync()
    {
        var server = WebApplication.CreateSlimBuilder();
        server.Logging.ClearProviders();
        server.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        server.Services.AddGrpc();
        _server = server.Build();
        _server.MapGrpcService<Hanging>();
        await _server.StartAsync();
        var address = new Uri(_server.Urls.Single());
        _channel = GrpcChannel.ForAddress(address);

        var client = Host.CreateApplicationBuilder();
        client.Logging.ClearProviders();
        client.Configuration["Reliability:Probes:Enabled"] = "false";
        client.AddReliability();
        client.Services.AddGrpcClient<Weather.WeatherClient>(options => options.Address = address);
        _client = client.Build();

        // The first call pays for the connection, and for what is compiled; the times here are for calls only.
        await _channel.ConnectAsync();
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var site = Site(new() { Timeout = new() { Total = TimeSpan.FromMilliseconds(50) } });
            await Sites.Ended(Call(site, kind));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _channel.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private static FailoverSite Site(FailoverPolicy policy) => Sites.Create(policy, TimeProvider.System);

    private Task<Reply> Call(FailoverSite site, Kind kind, CancellationToken token = default) => kind switch
    {
        Kind.Token => site.ExecuteAsync(static (client, token) => client.NowAsync(new(), cancellationToken: token).ResponseAsync, new Weather.WeatherClient(_channel), null, token),
        Kind.Deadline => site.ExecuteAsync(static (client, _) => client.NowAsync(new(), deadline: DateTime.UtcNow + Deadline.Current!.Value.Remaining, cancellationToken: CancellationToken.None).ResponseAsync, new Weather.WeatherClient(_channel), null, token),
        _ => site.ExecuteAsync(static (client, _) => client.NowAsync(new(), cancellationToken: CancellationToken.None).ResponseAsync, _client.Services.GetRequiredService<Weather.WeatherClient>(), null, token),
    };

    private sealed class Hanging : Weather.WeatherBase
    {
        public override async Task<Reply> Now(Request request, ServerCallContext context)
        {
            await Task.Delay(-1, context.CancellationToken);
            return new();
        }

        public override Task<Reply> Later(Request request, ServerCallContext context) => throw new RpcException(new(StatusCode.DeadlineExceeded, "a time of its own"));
    }
}
