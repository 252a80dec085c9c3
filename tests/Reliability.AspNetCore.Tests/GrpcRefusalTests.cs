using System.Globalization;
using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Failover;

namespace Reliability.AspNetCore.Tests;

/// <summary>What a gRPC method is refused by reaches its caller as a status that it can act on. gRPC itself makes UNKNOWN of every
/// exception.</summary>
public sealed class GrpcRefusalTests
{
    public static TheoryData<string, Exception, StatusCode, string?> Refusals()
    {
        var data = new TheoryData<string, Exception, StatusCode, string?>();
        foreach (var kind in new[] { "greet", "watch" })
        {
            data.Add(kind, new OverloadedException("full", TimeSpan.FromMilliseconds(1500)), StatusCode.Unavailable, "1500");
            data.Add(kind, new DeadlineExceededException(), StatusCode.DeadlineExceeded, null);
            data.Add(kind, new OperationTimeoutException(), StatusCode.DeadlineExceeded, null);
            data.Add(kind, new TimeoutException("of somebody else"), StatusCode.Unknown, null);
            data.Add(kind, new InvalidDataException("a bug"), StatusCode.Unknown, null);
            data.Add(kind, new RpcException(new(StatusCode.Unknown, "on purpose")), StatusCode.Unknown, null);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_inside_of_a_method_has_the_status_that_it_has_at_the_edge(string kind, Exception refusal, StatusCode status, string? pushback)
    {
        await using var service = await StartAsync(refusal);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var answer = await CallAsync(new(channel), kind);
        Assert.Equal(
            (status, pushback),
            (answer.StatusCode, answer.Trailers.GetValue("grpc-retry-pushback-ms")));
        Assert.Equal((0, 1), await service.SettledEventsAsync("refusing-" + kind));
    }

    [Fact]
    public async Task Without_a_time_to_stay_away_there_is_one_all_the_same()
    {
        await using var service = await StartAsync(new OverloadedException());
        using var channel = GrpcChannel.ForAddress(service.Address);
        var answer = await CallAsync(new(channel), "greet");
        Assert.InRange(int.Parse(answer.Trailers.GetValue("grpc-retry-pushback-ms")!, CultureInfo.InvariantCulture), 1, 60_000);
    }

    [Fact]
    public async Task A_promise_may_exclude_what_was_refused()
    {
        await using var service = await StartAsync(new OverloadedException());
        using var channel = GrpcChannel.ForAddress(service.Address);
        using var call = new Greeter.GreeterClient(channel).Upload(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        Assert.Equal((0, 0), await service.SettledEventsAsync("refusing-upload"));
    }

    private static Task<TestService> StartAsync(Exception refusal) => TestService.StartOnNetworkAsync(
        app => app.MapGrpcService<RefusingService>(),
        builder =>
        {
            builder.Services.AddGrpc();
            builder.Services.AddSingleton(refusal);
        },
        HttpProtocols.Http2);

    private static async Task<RpcException> CallAsync(Greeter.GreeterClient client, string kind) => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        if (kind == "greet")
        {
            await client.GreetAsync(new Request(), cancellationToken: TestContext.Current.CancellationToken);
            return;
        }

        using var call = client.Watch(new Request(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
    });

    private sealed class RefusingService(Exception refusal) : Greeter.GreeterBase
    {
        [Slo(99.9, Name = "refusing-greet")]
        public override Task<Reply> Greet(Request request, ServerCallContext context) => throw refusal;

        [Slo(99.9, Name = "refusing-upload", Exclude = [typeof(OverloadedException)])]
        public override Task<Reply> Upload(IAsyncStreamReader<Request> requestStream, ServerCallContext context) => throw refusal;

        /// <summary>Refused after its first answer: the status is in the trailers then.</summary>
        [Slo(99.9, Name = "refusing-watch")]
        public override async Task Watch(Request request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new());
            throw refusal;
        }
    }
}
