using System.Net;
using System.Net.WebSockets;
using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reliability.AspNetCore.Overload;
using Reliability.Hosting.Lifecycle;

namespace Reliability.AspNetCore.Tests;

/// <summary>Requests that stay open for as long as their caller likes, and those that only say so.</summary>
public sealed class OverloadOpenEndTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_only_asks_for_another_protocol_is_turned_away_like_everybody()
    {
        var work = new Work();
        await using var service = await StartAsync("asks-for-upgrade", work);
        using var client = new HttpClient { BaseAddress = service.Address };
        var first = client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled);
        await work.Begun;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/two");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("h2c"));
        using var answer = await client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        work.End();
        (await first).Dispose();
    }

    [Fact]
    public async Task A_socket_has_no_place_in_the_capacity_of_the_service_once_it_is_open()
    {
        await using var service = await StartAsync("socket", new());
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/socket" }.Uri, Cancelled);
        await AssertThereIsRoomAsync(service);
        Assert.Equal(0, service.App.Services.GetRequiredService<IServedRequests>().Count);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
    }

    [Fact]
    public async Task A_socket_of_http_2_has_no_place_in_the_capacity_of_the_service_either()
    {
        await using var service = await StartAsync("socket-of-http-2", new(), HttpProtocols.Http2);
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new UriBuilder(service.Address) { Scheme = "ws", Path = "/socket" }.Uri, invoker, Cancelled);
        await AssertThereIsRoomAsync(service, HttpVersion.Version20);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
    }

    [Fact]
    public async Task An_event_stream_has_no_place_in_the_capacity_of_the_service_but_one_in_that_of_its_endpoint()
    {
        await using var service = await StartAsync("event-stream", new());
        using var client = new HttpClient { BaseAddress = service.Address };
        using var events = await client.GetAsync(new Uri("/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal(HttpStatusCode.OK, events.StatusCode);
        await AssertThereIsRoomAsync(service);
        Assert.Equal(0, service.App.Services.GetRequiredService<IServedRequests>().Count);

        using var another = await client.GetAsync(new Uri("/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, another.StatusCode);
    }

    [Fact]
    public async Task A_stream_of_grpc_has_no_place_in_the_capacity_of_the_service_and_a_call_has_one()
    {
        var work = new Work();
        await using var service = await StartAsync("grpc-stream", work, HttpProtocols.Http2);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var client = new Greeter.GreeterClient(channel);
        using var watch = client.Watch(new Request(), cancellationToken: Cancelled);
        Assert.True(await watch.ResponseStream.MoveNext(Cancelled));
        using var call = client.GreetAsync(new Request(), cancellationToken: Cancelled);
        await work.Begun;
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.GreetAsync(new Request(), cancellationToken: Cancelled));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        work.End();
        await call;
    }

    private static async Task AssertThereIsRoomAsync(TestService service, Version? version = null)
    {
        using var client = new HttpClient { BaseAddress = service.Address };
        client.DefaultRequestVersion = version ?? HttpVersion.Version11;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var answer = await client.GetAsync(new Uri("/two", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<TestService> StartAsync(string name, Work work, HttpProtocols protocols = HttpProtocols.Http1) => TestService.StartOnNetworkAsync(
        app =>
        {
            app.UseWebSockets();
            app.MapGet("/work", () => work.DoAsync());
            app.MapGet("/two", () => "2");
            app.MapGrpcService<StreamingService>();
            app.MapGet("/events", [Capacity(MaxConcurrency = 1)] async (HttpContext context) =>
            {
                context.Response.ContentType = "text/event-stream; charset=utf-8";
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            });
            app.Map("/socket", async (HttpContext context) =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.ReceiveAsync(new byte[1], context.RequestAborted);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            });
        },
        builder =>
        {
            builder.Services.AddGrpc();
            builder.Services.AddSingleton(work);
            builder.Services.AddSingleton(new ServiceCapacity(new() { Name = name }, new CapacityAttribute { MaxConcurrency = 1 }));
        },
        protocols);

    private sealed class StreamingService(Work work) : Greeter.GreeterBase
    {
        public override async Task<Reply> Greet(Request request, ServerCallContext context)
        {
            await work.DoAsync();
            return new();
        }

        public override async Task Watch(Request request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new(), context.CancellationToken);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
