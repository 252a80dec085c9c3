using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Reliability.AspNetCore.Overload;

namespace Reliability.AspNetCore.Tests;

/// <summary>What a browser asks before it sends a request of a page of another origin.</summary>
public sealed class OverloadPreflightTests
{
    private const string Origin = "https://shop.example";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/preflight-of-policy")]
    [InlineData("/preflight-of-default")]
    [InlineData("/preflight-of-any-method")]
    public async Task A_preflight_is_answered_although_everything_is_full_and_is_no_event(string path)
    {
        var work = new Work();
        await using var service = await StartAsync(work, hasCors: true);
        using var client = new HttpClient { BaseAddress = service.Address };
        var first = client.PostAsync(new Uri("/preflight-of-policy", UriKind.Relative), null, Cancelled);
        await work.Begun;

        using var answer = await AskAsync(client, path);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Origin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));

        using var real = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { { "Origin", Origin } } };
        using var refused = await client.SendAsync(real, Cancelled);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        work.End();
        (await first).Dispose();
        Assert.Equal((path == "/preflight-of-policy" ? 1 : 0, 1), await service.SettledEventsAsync(path[1..]));
    }

    [Fact]
    public async Task What_only_looks_like_a_preflight_and_does_work_is_turned_away_like_everything_else()
    {
        var work = new Work();
        await using var service = await StartAsync(work, hasCors: false);
        using var client = new HttpClient { BaseAddress = service.Address };
        var first = client.PostAsync(new Uri("/preflight-of-policy", UriKind.Relative), null, Cancelled);
        await work.Begun;
        using (var refused = await AskAsync(client, "/preflight-of-any-method"))
            Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.Contains("Retry-After")));

        work.End();
        (await first).Dispose();
        using (var answered = await AskAsync(client, "/preflight-of-any-method"))
            Assert.Equal("done within a second", await answered.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal((1, 1), await service.SettledEventsAsync("preflight-of-any-method"));
    }

    [Fact]
    public async Task A_preflight_that_is_answered_by_an_error_page_is_no_event_and_takes_no_place()
    {
        await using var service = await TestService.StartOnNetworkAsync(
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/preflight-page");
                app.UseRouting();
                app.Use((context, next) =>
                {
                    if (context.Request.Path == "/preflight-page")
                        return next(context);

                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                });
                app.MapPost("/preflight-behind-page", [Slo(99.9, Name = "preflight-behind-page")] () => "done");
                app.Map("/preflight-page", () => Deadlines.Deadline.Current is null ? "page" : "page in time").WithMetadata(new TimeoutAttribute(1000));
            },
            builder => builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(Origin))));
        using var client = new HttpClient { BaseAddress = service.Address };
        using (var answer = await AskAsync(client, "/preflight-behind-page"))
            Assert.Equal((HttpStatusCode.Unauthorized, "page"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled)));

        using (var real = await client.PostAsync(new Uri("/preflight-behind-page", UriKind.Relative), null, Cancelled))
            Assert.Equal(HttpStatusCode.Unauthorized, real.StatusCode);

        Assert.Equal((1, 0), await service.SettledEventsAsync("preflight-behind-page"));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string path) =>
        client.SendAsync(new(HttpMethod.Options, path) { Headers = { { "Origin", Origin }, { "Access-Control-Request-Method", "POST" } } }, Cancelled);

    private static Task<TestService> StartAsync(Work work, bool hasCors) => TestService.StartOnNetworkAsync(
        app =>
        {
            if (hasCors)
                app.UseCors();

            var policy = app.MapPost("/preflight-of-policy", [Slo(99.9, Name = "preflight-of-policy"), Capacity(MaxConcurrency = 1)] () => work.DoAsync());
            app.MapPost("/preflight-of-default", [Slo(99.9, Name = "preflight-of-default")] () => "done");
            app.Map("/preflight-of-any-method", [Slo(99.9, Name = "preflight-of-any-method"), Timeout(1000)] () =>
                Deadlines.Deadline.Current is null ? "done" : "done within a second");
            if (hasCors)
                policy.RequireCors("named");
        },
        builder =>
        {
            builder.Services.AddSingleton(new ServiceCapacity(new() { Name = "preflight-" + Guid.NewGuid().ToString("N") }, new CapacityAttribute { MaxConcurrency = 1 }));
            builder.Services.AddCors(cors =>
            {
                cors.AddDefaultPolicy(policy => policy.WithOrigins(Origin));
                cors.AddPolicy("named", policy => policy.WithOrigins(Origin));
            });
        });
}
