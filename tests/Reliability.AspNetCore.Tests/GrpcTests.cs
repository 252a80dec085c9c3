using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Hosting.Overload;

namespace Reliability.AspNetCore.Tests;

public sealed class GrpcTests
{
    /// <summary>What the four kinds of calls end with, and what that is worth: OpenTelemetry's list for servers.</summary>
    public static TheoryData<string, string, long, long> Ends()
    {
        var data = new TheoryData<string, string, long, long>();
        foreach (var kind in new[] { "greet", "upload", "watch", "talk" })
        {
            data.Add(kind, nameof(StatusCode.OK), 1, 0);
            data.Add(kind, nameof(StatusCode.NotFound), 1, 0);
            data.Add(kind, nameof(StatusCode.Cancelled), 0, 0);
            data.Add(kind, nameof(StatusCode.Unavailable), 0, 1);
            data.Add(kind, nameof(StatusCode.Internal), 0, 1);
            data.Add(kind, nameof(StatusCode.DeadlineExceeded), 0, 1);
            data.Add(kind, nameof(StatusCode.Unknown), 0, 1);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task The_grpc_status_decides_though_http_says_200(string kind, string end, long good, long bad)
    {
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Address);
        Assert.Equal(end, (await CallAsync(new(channel), kind, end, new())).ToString());
        Assert.Equal((good, bad), await service.SettledEventsAsync("greeter-" + kind));
    }

    [Theory]
    [InlineData("greet")]
    [InlineData("upload")]
    [InlineData("watch")]
    [InlineData("talk")]
    public async Task A_caller_that_cancels_is_not_counted(string kind)
    {
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Address);
        using var cancel = new CancellationTokenSource();
        var call = CallAsync(new(channel), kind, GreeterService.Hang, new(cancellationToken: cancel.Token));
        await service.App.Services.GetRequiredService<Hanging>().Entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await call);
        Assert.Equal((0, 0), await service.SettledEventsAsync("greeter-" + kind));
    }

    [Theory]
    [InlineData("greet")]
    [InlineData("upload")]
    [InlineData("watch")]
    [InlineData("talk")]
    public async Task A_deadline_that_passes_is_bad_whoever_notices_it_first(string kind)
    {
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Address);

        // The first call pays for the connection, which the deadline of a caller includes.
        await CallAsync(new(channel), kind, nameof(StatusCode.NotFound), new());
        Assert.Equal((1, 0), await service.SettledEventsAsync("greeter-" + kind));

        Assert.Equal(
            StatusCode.DeadlineExceeded,
            await CallAsync(new(channel), kind, GreeterService.Hang, new(deadline: DateTime.UtcNow.AddMilliseconds(500))));
        Assert.Equal((1, 1), await service.SettledEventsAsync("greeter-" + kind));
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task A_deadline_that_gives_less_than_is_promised_is_not_counted_unless_callers_are_trusted(string trusted, long bad)
    {
        await using var service = await StartAsync(trusted);
        using var channel = GrpcChannel.ForAddress(service.Address);
        await CallAsync(new(channel), "greet", nameof(StatusCode.NotFound), new());
        var weather = new Weather.WeatherClient(channel);
        var late = await Assert.ThrowsAsync<RpcException>(async () => await weather.HangAsync(new Request(), deadline: DateTime.UtcNow.AddSeconds(1), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        Assert.Equal((0, bad), await service.SettledEventsAsync("weather-forecast-hang"));
    }

    [Fact]
    public async Task An_excluded_exception_that_grpc_has_swallowed_is_bad()
    {
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Address);
        Assert.Equal(StatusCode.Unknown, await CallAsync(new(channel), "upload", nameof(StatusCode.Unknown), new()));
        Assert.Equal((0, 1), await service.SettledEventsAsync("greeter-upload"));
    }

    [Fact]
    public async Task A_service_is_one_operation_except_for_the_method_with_a_promise_of_its_own()
    {
        await using var service = await StartAsync();
        using var channel = GrpcChannel.ForAddress(service.Address);
        var weather = new Weather.WeatherClient(channel);
        await weather.NowAsync(new Request(), cancellationToken: TestContext.Current.CancellationToken);
        await weather.LaterAsync(new Request(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            ((1, 0), (1, 0)),
            (await service.SettledEventsAsync("weather-forecast"), await service.SettledEventsAsync("weather-forecast-later")));
    }

    [Theory]
    [InlineData("200m", 200d)]
    [InlineData("2S", 2000d)]
    [InlineData("1M", 60_000d)]
    [InlineData("1H", 3_600_000d)]
    [InlineData("5000u", 5d)]
    [InlineData("3000000n", 3d)]
    [InlineData("99999999H", 359_999_996_400_000d)]
    [InlineData("", null)]
    [InlineData("m", null)]
    [InlineData("-1m", null)]
    [InlineData("1x", null)]
    [InlineData("123456789m", null)]
    public void The_time_that_a_caller_gives_is_read_as_grpc_writes_it(string header, double? milliseconds) =>
        Assert.Equal(milliseconds, GrpcTimeout.Parse(header)?.TotalMilliseconds);

    private static Task<TestService> StartAsync(string trusted = "false") => TestService.StartOnNetworkAsync(
        app =>
        {
            app.MapGrpcService<GreeterService>();
            app.MapGrpcService<WeatherForecastService>();
        },
        builder =>
        {
            builder.Configuration["Reliability:Overload:TrustCallers"] = trusted;
            builder.Services.AddGrpc();
            builder.Services.AddSingleton<Hanging>();
        },
        HttpProtocols.Http2);

    private static async Task<StatusCode> CallAsync(Greeter.GreeterClient client, string kind, string end, CallOptions options)
    {
        var request = new Request { Name = end };
        try
        {
            switch (kind)
            {
                case "greet":
                    await client.GreetAsync(request, options);
                    break;
                case "upload":
                    using (var call = client.Upload(options))
                    {
                        await call.RequestStream.WriteAsync(request);
                        await call.RequestStream.CompleteAsync();
                        await call.ResponseAsync;
                    }

                    break;
                case "watch":
                    using (var call = client.Watch(request, options))
                        await ReadAsync(call.ResponseStream);

                    break;
                case "talk":
                    using (var call = client.Talk(options))
                    {
                        await call.RequestStream.WriteAsync(request);
                        await ReadAsync(call.ResponseStream);
                    }

                    break;
            }

            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static async Task ReadAsync(IAsyncStreamReader<Reply> replies)
    {
        while (await replies.MoveNext(TestContext.Current.CancellationToken))
        {
        }
    }

    private sealed class Hanging
    {
        public TaskCompletionSource Entered { get; } = new();
    }

    private sealed class GreeterService(Hanging hanging) : Greeter.GreeterBase
    {
        public const string Hang = nameof(Hang);

        [Slo(99.9)]
        public override async Task<Reply> Greet(Request request, ServerCallContext context)
        {
            await EndAsync(request, context);
            return new() { Text = "hello" };
        }

        [Slo(99.9, Exclude = [typeof(InvalidDataException)])]
        public override async Task<Reply> Upload(IAsyncStreamReader<Request> requestStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            await EndAsync(requestStream.Current, context);
            return new() { Text = "hello" };
        }

        /// <summary>Fails after its first answer: the status is in the trailers then, and the headers say 200.</summary>
        [Slo(99.9)]
        public override async Task Watch(Request request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new() { Text = "hello" });
            await EndAsync(request, context);
        }

        [Slo(99.9)]
        public override async Task Talk(IAsyncStreamReader<Request> requestStream, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            await responseStream.WriteAsync(new() { Text = "hello" });
            await EndAsync(requestStream.Current, context);
        }

        private async Task EndAsync(Request request, ServerCallContext context)
        {
            if (request.Name == Hang)
            {
                hanging.Entered.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }

            var status = Enum.Parse<StatusCode>(request.Name);
            if (status == StatusCode.Unknown)
                throw new InvalidDataException("not an RpcException: gRPC calls it UNKNOWN");

            if (status != StatusCode.OK)
                throw new RpcException(new Status(status, "asked for"));
        }
    }

    [Slo(99.9, Name = "weather-forecast")]
    private sealed class WeatherForecastService : Weather.WeatherBase
    {
        public override Task<Reply> Now(Request request, ServerCallContext context) => Task.FromResult(new Reply());

        [Slo(99.9)]
        public override Task<Reply> Later(Request request, ServerCallContext context) => Task.FromResult(new Reply());

        [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 600_000)]
        public override async Task<Reply> Hang(Request request, ServerCallContext context)
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new();
        }
    }
}
