using System.Globalization;
using System.Net;
using Greet;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Reliability.AspNetCore.Overload;
using Reliability.Overload;

namespace Reliability.AspNetCore.Tests;

/// <summary>What becomes of requests when there are too many of them.</summary>
public sealed class OverloadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_beyond_the_capacity_is_turned_away_told_when_to_come_back_and_counted_bad()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", [Slo(99.9, Name = "overloaded-bad")] [Capacity(MaxConcurrency = 1)] () => work.DoAsync()));
        var first = service.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        await work.Begun;

        using var refused = await service.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(int.Parse(refused.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 3);

        work.End();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/"));
        Assert.Equal((2, 1), await service.SettledEventsAsync("overloaded-bad"));
    }

    [Fact]
    public async Task What_is_turned_away_is_not_counted_where_the_promise_excludes_it()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/", [Slo(99.9, Name = "overloaded-excluded", Exclude = [typeof(OverloadedException)])] [Capacity(MaxConcurrency = 1)] () => work.DoAsync()));
        var first = service.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(service, "/"));
        work.End();
        await first;
        Assert.Equal((1, 0), await service.SettledEventsAsync("overloaded-excluded"));
    }

    [Fact]
    public async Task A_request_that_waits_gets_its_turn()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/queued", [Slo(99.9, Name = "overloaded-queued")] [Capacity(MaxConcurrency = 1, QueueLimit = 1, QueueMilliseconds = 300_000)] () => work.DoAsync()));
        var first = service.Client.GetAsync(new Uri("/queued", UriKind.Relative), Cancelled);
        await work.Begun;
        var second = service.Client.GetAsync(new Uri("/queued", UriKind.Relative), Cancelled);
        await UntilAsync(() => Gate("overloaded-queued").Admissions.Queued == 1);
        work.End();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).StatusCode, (await second).StatusCode));
        Assert.Equal((2, 0), await service.SettledEventsAsync("overloaded-queued"));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_while_it_waits_is_not_counted_and_takes_no_place()
    {
        var work = new Work();
        await using var service = await TestService.StartOnNetworkAsync(app => app.MapGet(
            "/", [Slo(99.9, Name = "overloaded-gone")] [Capacity(MaxConcurrency = 1, QueueLimit = 1, QueueMilliseconds = 300_000)] () => work.DoAsync()));
        using var client = new HttpClient { BaseAddress = service.Address };
        var first = client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        await work.Begun;
        using var caller = new CancellationTokenSource();
        var second = client.GetAsync(new Uri("/", UriKind.Relative), caller.Token);
        await UntilAsync(() => Gate("overloaded-gone").Admissions.Queued == 1);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await UntilAsync(() => Gate("overloaded-gone").Admissions.Queued == 0);
        work.End();
        await first;
        Assert.Equal((1, 0), await service.SettledEventsAsync("overloaded-gone"));
        Assert.Equal(0, Gate("overloaded-gone").Admissions.Active);
    }

    [Theory]
    [InlineData("/throws", false)]
    [InlineData("/throws", true)]
    [InlineData("/aborts", false)]
    [InlineData("/halfway", true)]
    public async Task A_place_is_given_back_whatever_the_end(string path, bool handled)
    {
        await using var service = await TestService.StartOnNetworkAsync(app =>
        {
            // Runs the pipeline again, through routing and through a page that has a capacity too.
            if (handled)
                app.UseExceptionHandler("/error");

            app.UseRouting();
            app.MapGet("/error", [Capacity(MaxConcurrency = 1)] () => "sorry");
            app.MapGet("/throws", [Slo(99.9, Name = "gives-back-throws")] [Capacity(MaxConcurrency = 1)] string () => throw new InvalidDataException("boom"));
            app.MapGet("/aborts", [Slo(99.9, Name = "gives-back-aborts")] [Capacity(MaxConcurrency = 1)] (HttpContext context) => context.Abort());
            app.MapGet("/halfway", [Slo(99.9, Name = "gives-back-halfway")] [Capacity(MaxConcurrency = 1)] async (HttpResponse response) =>
            {
                await response.WriteAsync("half", Cancelled);
                await response.Body.FlushAsync(Cancelled);
                throw new InvalidDataException("boom");
            });
        });
        using var client = new HttpClient { BaseAddress = service.Address };
        for (var i = 0; i < 3; i++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
                Assert.NotEqual(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                // It was cut, which is what this is about.
            }

            await UntilAsync(() => Gate("gives-back-" + path[1..]).Admissions.Active == 0);
        }

        Assert.Equal((0, 3), await service.SettledEventsAsync("gives-back-" + path[1..]));
    }

    [Fact]
    public async Task Endpoints_of_a_class_share_its_capacity_but_for_those_with_one_of_their_own()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app => app.MapControllers(),
            builder =>
            {
                builder.Services.AddControllers().AddApplicationPart(typeof(OverloadTests).Assembly);
                builder.Services.AddSingleton(work);
            });
        var first = service.Client.GetAsync(new Uri("/crowded/one", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(service, "/crowded/two"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/crowded/own"));
        work.End();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/crowded/two"));
    }

    [Fact]
    public async Task Grpc_is_told_unavailable_and_a_service_shares_its_capacity()
    {
        var work = new Work();
        await using var service = await TestService.StartOnNetworkAsync(
            app => app.MapGrpcService<CrowdedService>(),
            builder =>
            {
                builder.Services.AddGrpc();
                builder.Services.AddSingleton(work);
            },
            HttpProtocols.Http2);
        using var channel = GrpcChannel.ForAddress(service.Address);
        var client = new Weather.WeatherClient(channel);
        using var first = client.NowAsync(new Request(), cancellationToken: Cancelled);
        await work.Begun;
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.LaterAsync(new Request(), cancellationToken: Cancelled));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        work.End();
        await first;
        await client.LaterAsync(new Request(), cancellationToken: Cancelled);
        Assert.Equal((2, 1), await service.SettledEventsAsync("crowded-weather"));
    }

    [Fact]
    public async Task The_capacity_of_the_service_is_shared_by_everything_but_what_must_answer_when_nothing_else_does()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/one", () => work.DoAsync());
                app.MapGet("/two", () => "2");
                app.MapGet("/metrics", () => "up 1");
                app.MapHealthChecks("/healthz");
            },
            builder => builder.Services.AddSingleton(new ServiceCapacity(new() { Name = "crowded" }, new CapacityAttribute { MaxConcurrency = 1 })));
        var first = service.Client.GetAsync(new Uri("/one", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(service, "/two"));
        foreach (var path in new[] { "/health", "/alive", "/health/ready", "/health/startup", "/healthz", "/metrics" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, path));

        work.End();
        await first;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/two"));
    }

    [Theory]
    [InlineData("critical_plus", false, Criticality.SheddablePlus)]
    [InlineData("sheddable", false, Criticality.Sheddable)]
    [InlineData("critical_plus", true, Criticality.CriticalPlus)]
    [InlineData("nonsense", true, Criticality.SheddablePlus)]
    public async Task A_caller_may_ask_for_less_and_for_more_only_where_it_is_trusted(string asked, bool trusted, Criticality expected)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", [Criticality(Criticality.SheddablePlus)] () => CallCriticality.Current.ToString()),
            settings: ("Reliability:Overload:TrustCallers", trusted.ToString()));
        Assert.Equal(expected.ToString(), await AskAsync(service, $"reliability.criticality={asked}"));
    }

    [Fact]
    public async Task What_matters_most_goes_first_at_the_edge_too()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/", [Slo(99.9, Name = "overloaded-order")] [Capacity(MaxConcurrency = 1, QueueLimit = 1, QueueMilliseconds = 300_000)] () => work.DoAsync()));
        var first = service.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        await work.Begun;
        var batch = SendAsync(service, "reliability.criticality=sheddable");
        await UntilAsync(() => Gate("overloaded-order").Admissions.Queued == 1);
        var user = SendAsync(service, "user=ann");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await batch).StatusCode);
        work.End();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).StatusCode, (await user).StatusCode));
    }

    [Theory]
    [InlineData("RetryAfter", "00:00:00")]
    [InlineData("SheddableShare", "1.5")]
    [InlineData("ClockTolerance", "01:00:00")]
    public async Task Options_that_cannot_be_meant_stop_the_start_and_name_themselves(string key, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TestService.StartAsync(_ => { }, settings: ("Reliability:Overload:" + key, value)));
        Assert.Contains("Reliability:Overload:" + key, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("lambda")]
    [InlineData("problem details")]
    public async Task A_method_that_was_turned_away_inside_is_answered_alike_whoever_handles_it(string handler)
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                if (handler == "lambda")
                    app.UseExceptionHandler(handler => handler.Run(_ => Task.CompletedTask));
                else if (handler == "problem details")
                    app.UseExceptionHandler();

                app.UseRouting();
                app.MapGet("/", [Slo(99.9, Name = "turned-away-inside")] string () => throw new OverloadedException("full", TimeSpan.FromSeconds(7)));
            },
            builder => builder.Services.AddProblemDetails());
        using var answer = await service.Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("7", answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal((0, 1), await service.SettledEventsAsync("turned-away-inside"));
    }

    private static AdmissionGate Gate(string operation) => Assert.Single(AdmissionGates.All, gate => gate.Operation == operation);

    private static async Task<HttpStatusCode> StatusAsync(TestService service, string path)
    {
        using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return answer.StatusCode;
    }

    private static async Task<string> AskAsync(TestService service, string baggage)
    {
        using var answer = await SendAsync(service, baggage);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestService service, string baggage)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("baggage", baggage);
        return await service.Client.SendAsync(request, Cancelled);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
            await Task.Delay(10, Cancelled);

        Assert.True(condition(), "It did not come to that.");
    }

    [Slo(99.9, Name = "crowded-weather")]
    [Capacity(MaxConcurrency = 1)]
    private sealed class CrowdedService(Work work) : Weather.WeatherBase
    {
        public override async Task<Reply> Now(Request request, ServerCallContext context)
        {
            await work.DoAsync();
            return new();
        }

        public override Task<Reply> Later(Request request, ServerCallContext context) => Task.FromResult(new Reply());
    }
}

/// <summary>Work that says when it has begun and ends when it is told to.</summary>
public sealed class Work
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public Task DoAsync()
    {
        _begun.TrySetResult();
        return _ended.Task;
    }

    public void End() => _ended.TrySetResult();
}

[ApiController]
[Route("crowded")]
[Capacity(MaxConcurrency = 1)]
public sealed class CrowdedController(Work work) : ControllerBase
{
    [HttpGet("one")]
    public Task One() => work.DoAsync();

    [HttpGet("two")]
    public string Two() => "2";

    [HttpGet("own")]
    [Capacity(MaxConcurrency = 1)]
    public string Own() => "3";
}
