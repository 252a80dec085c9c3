using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reliability.AspNetCore.Overload;
using Reliability.Deadlines;
using Reliability.Overload;

namespace Reliability.AspNetCore.Tests;

/// <summary>What admission does beside and between other things: two gates, CORS, handlers that do it themselves.</summary>
public sealed class OverloadEdgeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_wait_for_a_crowded_endpoint_take_no_place_that_others_need()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/reports", [Slo(99.9, Name = "crowded-reports")] [Capacity(MaxConcurrency = 1, QueueLimit = 20, QueueMilliseconds = 300_000)] () => work.DoAsync());
                app.MapGet("/other", () => "ok");
            },
            Capacity("bulkhead", 6));
        var calls = Enumerable.Range(0, 6).Select(_ => service.Client.GetAsync(new Uri("/reports", UriKind.Relative), Cancelled)).ToArray();
        await work.Begun;
        await UntilAsync(() => AdmissionGates.All.Single(gate => gate.Operation == "crowded-reports").Admissions.Queued == 5);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/other"));
        work.End();
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Whom_the_service_turns_away_has_no_place_at_the_endpoint()
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/work", () => work.DoAsync());
                app.MapGet("/own", [Slo(99.9, Name = "turned-away-by-service")] [Capacity(MaxConcurrency = 1)] () => "ok");
            },
            Capacity("turned-away-by-service", 1));
        var first = service.Client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(service, "/own"));
        Assert.Equal(0, AdmissionGates.All.Single(gate => gate.Operation == "turned-away-by-service").Admissions.Active);
        work.End();
        await first;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service, "/own"));
    }

    [Fact]
    public async Task An_adaptive_limit_of_the_service_compares_the_requests_of_each_endpoint_with_themselves()
    {
        var (fast, slow) = (default(Endpoint), default(Endpoint));
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/fast", (HttpContext context) => { fast = context.GetEndpoint(); });
                app.MapGet("/slow", (HttpContext context) => { slow = context.GetEndpoint(); });
            },
            builder => builder.Services.AddSingleton(new ServiceCapacity(new() { Name = "compared" }, new CapacityAttribute { MaxConcurrency = 100, Adaptive = true })));
        foreach (var path in new[] { "/fast", "/slow", "/slow" })
            await StatusAsync(service, path);

        var capacities = service.App.Services.GetRequiredService<EndpointCapacities>();
        await UntilAsync(() => (capacities.Find(fast!)!.InService.Samples, capacities.Find(slow!)!.InService.Samples) == (1, 2));
    }

    [Theory]
    [InlineData("/quiet")]
    [InlineData("/metrics")]
    [InlineData("/metrics-of-sales")]
    public async Task What_takes_no_place_keeps_its_time_all_the_same(string path)
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapGet("/quiet", Wait).DisableHttpMetrics();
            app.MapGet("/metrics", Wait);
            app.MapGet("/metrics-of-sales", Wait);
        });
        Assert.Equal(HttpStatusCode.GatewayTimeout, await StatusAsync(service, path));

        [Timeout(50)]
        static Task Wait(CancellationToken token) => Task.Delay(Timeout.Infinite, token);
    }

    [Theory]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/metrics/detail", HttpStatusCode.OK)]
    [InlineData("/reliability", HttpStatusCode.OK)]
    [InlineData("/metrics-of-sales", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/quiet", HttpStatusCode.ServiceUnavailable)]
    public async Task Only_what_must_answer_when_nothing_else_does_is_let_in_beyond_the_capacity(string path, HttpStatusCode expected)
    {
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/work", () => work.DoAsync());
                app.MapGet("/metrics", () => "up 1");
                app.MapGet("metrics/detail", () => "up 1");
                app.MapGet("/metrics-of-sales", () => "1");
                app.MapGet("/quiet", () => "1").DisableHttpMetrics();
            },
            Capacity("exempt" + path.Replace('/', '-'), 1),
            "Development");
        var first = service.Client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled);
        await work.Begun;
        Assert.Equal(expected, await StatusAsync(service, path));
        work.End();
        await first;
    }

    [Theory]
    [InlineData("/of-default")]
    [InlineData("/of-policy")]
    public async Task A_page_of_another_origin_sees_that_it_was_turned_away(string path)
    {
        const string Origin = "https://shop.example";
        var work = new Work();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.UseCors();
                app.MapGet("/work", () => work.DoAsync());
                app.MapGet("/of-default", () => "1");
                app.MapGet("/of-policy", () => "1").RequireCors("named");
            },
            builder =>
            {
                Capacity("cross-origin" + path.Replace('/', '-'), 1)(builder);
                builder.Services.AddCors(cors =>
                {
                    cors.AddDefaultPolicy(policy => policy.WithOrigins(path == "/of-default" ? Origin : "https://other.example"));
                    cors.AddPolicy("named", policy => policy.WithOrigins(Origin));
                });
            });
        var first = service.Client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled);
        await work.Begun;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", Origin);
        using var answer = await service.Client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(Origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.True(answer.Headers.Contains("Retry-After"));
        work.End();
        await first;
    }

    [Fact]
    public async Task A_handler_that_keeps_its_time_by_itself_is_given_none_at_the_edge()
    {
        // What a generated body carries; the fallback inside of it answers when the time is over.
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/", [StackTraceHidden] [Timeout(1000)] () => Deadline.Current is null ? "its own" : "of the edge"));
        Assert.Equal("its own", await service.Client.GetStringAsync(new Uri("/", UriKind.Relative), Cancelled));
    }

    [Theory]
    [InlineData(200, null, null, false)]
    [InlineData(404, null, null, false)]
    [InlineData(499, null, null, true)]
    [InlineData(503, null, null, true)]
    [InlineData(200, "application/grpc", "0", false)]
    [InlineData(200, "application/grpc", "5", false)]
    [InlineData(200, "application/grpc", "1", true)]
    [InlineData(200, "application/grpc", "14", true)]
    [InlineData(200, "application/json", "14", false)]
    public void What_failed_in_no_time_says_nothing_about_the_time_that_calls_take(int status, string? contentType, string? grpcStatus, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        context.Response.StatusCode = status;
        context.Response.Headers["grpc-status"] = grpcStatus;
        using var request = new AdmittedRequest(context);
        Assert.Equal(expected, request.HasFailed());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task What_stays_open_says_nothing_to_an_adaptive_limit(bool staysOpen, bool isAsBefore)
    {
        var clock = new FakeTimeProvider();
        using var limiter = new AdmissionLimiter(new() { MaxConcurrency = 200, IsAdaptive = true }, clock);
        var before = limiter.Limit;
        for (var round = 0; round < 30; round++)
        {
            var leases = new List<AdmissionLease>();
            while (leases.Count < before)
                leases.Add((await limiter.EnterAsync(Criticality.Critical, null, Cancelled)).Lease);

            clock.Advance(TimeSpan.FromMilliseconds(20));
            foreach (var lease in leases)
                Leave(lease);
        }

        Assert.Equal(isAsBefore, limiter.Limit == before);
        Assert.Equal(0, limiter.Active);

        void Leave(AdmissionLease lease)
        {
            if (staysOpen)
                lease.Forget();
            else
                lease.Dispose();
        }
    }

    private static Action<WebApplicationBuilder> Capacity(string name, int concurrency) => builder =>
        builder.Services.AddSingleton(new ServiceCapacity(new() { Name = name }, new CapacityAttribute { MaxConcurrency = concurrency }));

    private static async Task<HttpStatusCode> StatusAsync(TestService service, string path)
    {
        using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 3000 && !condition(); i++)
            await Task.Delay(10, Cancelled);

        Assert.True(condition(), "It did not come to that.");
    }
}
