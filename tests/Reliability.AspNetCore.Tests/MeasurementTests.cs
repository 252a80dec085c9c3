using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.AspNetCore.Tests;

public sealed partial class MeasurementTests
{
    [Fact]
    public async Task A_lambda_is_counted_once_for_each_request()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/lambda", [Slo(99.9)] () => "ok"));
        await GetAsync(service, "/lambda");
        await GetAsync(service, "/lambda");
        Assert.Equal((2, 0), service.Events("get-lambda"));
    }

    [Fact]
    public async Task A_route_group_is_a_part_of_the_name()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapGroup("/v1").MapGet("/grouped", [Slo(99.9)] () => "ok");
            var carts = app.MapGroup("/carts").WithTags("carts");
            var items = carts.MapGroup("{cart}/items");
            items.MapGet("/", [Slo(99.9)] () => "ok");
        });
        await GetAsync(service, "/v1/grouped");
        await GetAsync(service, "/carts/1/items");
        Assert.Equal(((1, 0), (1, 0)), (service.Events("get-v1-grouped"), service.Events("get-carts-cart-items")));
    }

    [Fact]
    public async Task A_method_group_and_a_local_function_are_endpoints_as_well()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapGet("/static", StaticHandler);
            app.MapGet("/local", LocalHandler);
        });
        await GetAsync(service, "/static");
        await GetAsync(service, "/local");
        Assert.Equal(((1, 0), (1, 0)), (service.Events("static-handler"), service.Events("local-handler")));

        [Slo(99.9)]
        static string LocalHandler() => "ok";
    }

    [Theory]
    [InlineData(200, 1, 0)]
    [InlineData(404, 1, 0)]
    [InlineData(429, 1, 0)]
    [InlineData(499, 0, 0)]
    [InlineData(500, 0, 1)]
    [InlineData(503, 0, 1)]
    public async Task The_status_decides(int status, long good, long bad)
    {
        await using var service = await TestService.StartAsync(app =>
            app.MapGet("/status/{code:int}", [Slo(99.9, Name = "by-status")] (int code) => Results.StatusCode(code)));
        await GetAsync(service, $"/status/{status}");
        Assert.Equal((good, bad), service.Events("by-status"));
    }

    [Fact]
    public async Task An_exception_that_nobody_handles_is_bad_and_travels_on()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/throws", [Slo(99.9)] string () => throw new InvalidDataException("boom")));
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => GetAsync(service, "/throws"));
        Assert.Equal("boom", exception.Message);
        Assert.Equal((0, 1), service.Events("get-throws"));
    }

    [Fact]
    public async Task An_exception_handler_that_runs_the_pipeline_again_does_not_hide_the_failure()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.UseExceptionHandler("/error");
            app.MapGet("/error", () => Results.Problem());
            app.MapGet("/handled", [Slo(99.9)] string () => throw new InvalidDataException("boom"));
        });
        using var answer = await GetAsync(service, "/handled");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal((0, 1), service.Events("get-handled"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_excluded_exception_is_not_counted_whoever_handles_it(bool withHandler)
    {
        await using var service = await TestService.StartAsync(app =>
        {
            if (withHandler)
                app.UseExceptionHandler(handler => handler.Run(_ => Task.CompletedTask));

            app.MapGet("/excluded", [Slo(99.9, Exclude = [typeof(IOException)])] string () => throw new FileNotFoundException("gone"));
        });
        try
        {
            using var answer = await GetAsync(service, "/excluded");
        }
        catch (FileNotFoundException)
        {
            Assert.False(withHandler);
        }

        Assert.Equal((0, 0), service.Events("get-excluded"));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_is_not_counted()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(app => app.MapGet("/slow", [Slo(99.9)] async (CancellationToken token) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                left.SetResult();
            }
        }));
        using var hangUp = new CancellationTokenSource();
        var call = service.Client.GetAsync(new Uri("/slow", UriKind.Relative), hangUp.Token);
        await entered.Task;
        Assert.Equal(1, OperationRegistry.Sites.Single(site => site.Operation.Name == "get-slow").Active);

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await left.Task;
        await EventuallyAsync(() => OperationRegistry.Sites.Single(site => site.Operation.Name == "get-slow").Active == 0);
        Assert.Equal((0, 0), service.Events("get-slow"));
    }

    [Fact]
    public async Task The_services_own_timeout_is_bad()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/timeout", [Slo(99.9)] async () =>
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
            await Task.Delay(Timeout.Infinite, timeout.Token);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(service, "/timeout"));
        Assert.Equal((0, 1), service.Events("get-timeout"));
    }

    [Fact]
    public async Task A_slow_success_is_bad_for_latency_only()
    {
        await using var service = await TestService.StartAsync(app =>
            app.MapGet("/late", [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 20)] () => Task.Delay(60)));
        await GetAsync(service, "/late");
        Assert.Equal(((1, 0), (0, 1)), (service.Events("get-late"), service.Events("get-late", objective: 1)));
    }

    [Fact]
    public async Task An_endpoint_that_calls_a_method_counts_each_of_them_once()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapPost("/orders", [Slo(99.9)] (Orders orders, CancellationToken token) => orders.PlaceAsync(token)),
            builder => builder.Services.AddSingleton<Orders>());
        using var answer = await service.Client.PostAsync(new Uri("/orders", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(((1, 0), (1, 0)), (service.Events("post-orders"), service.Events("place")));
    }

    [Fact]
    public async Task A_handler_that_is_a_partial_method_is_counted_around_its_body_only()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/partial", PartialHandler));
        await GetAsync(service, "/partial");
        Assert.Equal((1, 0), service.Events("partial-handler"));
    }

    [Fact]
    public async Task A_controller_is_one_operation_except_for_the_action_with_a_promise_of_its_own()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapControllers(),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(ThingsController).Assembly));
        await GetAsync(service, "/things/one");
        await GetAsync(service, "/things/two");
        await GetAsync(service, "/things/own");
        Assert.Equal(((2, 0), (1, 0)), (service.Events("things"), service.Events("things-own")));
    }

    [Fact]
    public async Task A_dynamic_route_counts_its_failures_as_well()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapDynamicControllerRoute<ToDynamic>("dynamic/{what}"),
            builder =>
            {
                builder.Services.AddControllers().AddApplicationPart(typeof(DynamicController).Assembly);
                builder.Services.AddSingleton<ToDynamic>();
            });
        await GetAsync(service, "/dynamic/good");
        await Assert.ThrowsAsync<InvalidDataException>(() => GetAsync(service, "/dynamic/bad"));
        Assert.Equal((1, 1), service.Events("dynamic"));
    }

    [Fact]
    public async Task An_error_page_with_a_promise_does_not_count_the_failures_of_others()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.UseExceptionHandler("/error-page");
            app.MapGet("/error-page", [Slo(99.9)] () => Results.Problem());
            app.MapGet("/fails", string () => throw new InvalidDataException("boom"));
        });
        using var answer = await GetAsync(service, "/fails");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal((0, 0), service.Events("get-error-page"));
    }

    [Fact]
    public async Task An_action_that_inherits_the_promise_of_its_base_is_counted_there()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapControllers(),
            builder => builder.Services.AddControllers().AddApplicationPart(typeof(ThingsController).Assembly));
        await GetAsync(service, "/derived");
        Assert.Equal((1, 0), service.Events("based"));
    }

    [Fact]
    public async Task Nothing_is_counted_for_an_endpoint_without_a_promise()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapGet("/promised", [Slo(99.9)] () => "ok");
            app.MapGet("/free", () => "ok");
        });
        await GetAsync(service, "/free");
        Assert.Equal((0, 0), service.Events("get-promised"));
    }

    [Slo(99.9)]
    private static string StaticHandler() => "ok";

    [Slo(99.9)]
    private static partial string PartialHandler();

    private static string PartialHandlerCore() => "ok";

    private static Task<HttpResponseMessage> GetAsync(TestService service, string path) =>
        service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var i = 0; i < 500 && !condition(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        Assert.True(condition());
    }
}

public sealed partial class Orders
{
    [Slo(99.9)]
    public partial Task<string> PlaceAsync(CancellationToken cancellationToken);

    private async Task<string> PlaceAsyncCore(CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return "placed";
    }
}

[ApiController]
[Route("things")]
[Slo(99.9)]
public sealed class ThingsController : ControllerBase
{
    [HttpGet("one")]
    public string One() => "1";

    [HttpGet("two")]
    public string Two() => "2";

    [HttpGet("own")]
    [Slo(99)]
    public string Own() => "3";
}

[Slo(99.9)]
public abstract class BasedController : ControllerBase
{
    [HttpGet]
    public string Get() => "ok";
}

[ApiController]
[Route("derived")]
public sealed class DerivedController : BasedController;

[Slo(99.9)]
public sealed class DynamicController : ControllerBase
{
    public string Good() => "ok";

    public string Bad() => throw new InvalidDataException("boom");
}

internal sealed class ToDynamic : Microsoft.AspNetCore.Mvc.Routing.DynamicRouteValueTransformer
{
    public override ValueTask<RouteValueDictionary> TransformAsync(HttpContext httpContext, RouteValueDictionary values) =>
        new(new RouteValueDictionary { ["controller"] = "Dynamic", ["action"] = values["what"] });
}
