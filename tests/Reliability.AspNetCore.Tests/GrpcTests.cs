using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Tests;

public sealed class GrpcTests
{
    [Theory]
    [InlineData(StatusCode.OK, 1, 0)]
    [InlineData(StatusCode.NotFound, 1, 0)]
    [InlineData(StatusCode.Cancelled, 0, 0)]
    [InlineData(StatusCode.Unavailable, 0, 1)]
    [InlineData(StatusCode.Internal, 0, 1)]
    [InlineData(StatusCode.DeadlineExceeded, 0, 1)]
    public async Task The_grpc_status_decides_though_http_says_200(StatusCode status, long good, long bad)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGrpcService<GreeterService>(), builder => builder.Services.AddGrpc());
        using var channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = service.App.GetTestServer().CreateHandler() });
        try
        {
            await new Greeter.GreeterClient(channel).GreetAsync(
                new Request { Name = status.ToString() }, cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (RpcException exception)
        {
            Assert.Equal(status, exception.StatusCode);
        }

        Assert.Equal((good, bad), service.Events("greeter-greet"));
    }

    private sealed class GreeterService : Greeter.GreeterBase
    {
        [Slo(99.9)]
        public override Task<Reply> Greet(Request request, ServerCallContext context)
        {
            var status = Enum.Parse<StatusCode>(request.Name);
            return status == StatusCode.OK
                ? Task.FromResult(new Reply { Text = "hello" })
                : throw new RpcException(new Status(status, "asked for"));
        }
    }
}
