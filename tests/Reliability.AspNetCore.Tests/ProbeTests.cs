using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Tests;

public sealed class ProbeTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/health/ready")]
    [InlineData("/health/startup")]
    public async Task A_started_service_is_healthy(string path)
    {
        await using var service = await TestService.StartAsync(_ => { });
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, path));
    }

    [Fact]
    public async Task A_check_that_throws_does_not_tell_what_it_threw()
    {
        await using var service = await StartWithCheckAsync(_ => throw new InvalidOperationException("Server=db;Password=x"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await ProbeAsync(service, "/health/ready"));
    }

    [Fact]
    public async Task A_degraded_service_still_takes_traffic()
    {
        await using var service = await StartWithCheckAsync(_ => Task.FromResult(HealthCheckResult.Degraded("secret")));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await ProbeAsync(service, "/health/ready"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_check_that_hangs_does_not_hang_the_probe(bool observesItsToken)
    {
        await using var service = await StartWithCheckAsync(async token =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), observesItsToken ? token : CancellationToken.None);
            return HealthCheckResult.Healthy();
        });
        var clock = Stopwatch.StartNew();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await ProbeAsync(service, "/health/ready"));

        // The default is 0.5 s; a probe that hangs would take 30 s. The rest is for a busy machine.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_check_that_hangs_and_only_degrades_leaves_the_service_ready()
    {
        await using var service = await TestService.StartAsync(
            _ => { },
            builder => builder.Services.AddHealthChecks().Add(new("optional", new Hanging(), HealthStatus.Degraded, ["ready"])),
            settings: ("Reliability:Health:Timeout", "00:00:00.9"));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await ProbeAsync(service, "/health/ready"));
    }

    [Fact]
    public async Task Every_check_has_a_timeout_below_a_second()
    {
        await using var service = await StartWithCheckAsync(_ => Task.FromResult(HealthCheckResult.Healthy()));
        var registrations = service.App.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        Assert.All(registrations, registration => Assert.InRange(registration.Timeout, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(0.999)));
    }

    [Fact]
    public async Task Liveness_does_not_depend_on_a_check_of_something_else()
    {
        await using var service = await StartWithCheckAsync(_ => Task.FromResult(HealthCheckResult.Unhealthy()));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/alive"));
    }

    [Fact]
    public async Task A_service_that_stops_is_alive_but_not_ready()
    {
        await using var service = await TestService.StartAsync(_ => { });
        service.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ProbeAsync(service, "/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ProbeAsync(service, "/alive")).Status);
    }

    [Fact]
    public async Task A_service_that_is_starting_is_neither_started_nor_ready()
    {
        var answers = new List<HttpStatusCode>();
        await using var service = await TestService.StartAsync(
            _ => { },
            builder => builder.Services.AddSingleton<IHostedService>(services => new WhileStarting(async () =>
            {
                var checks = services.GetRequiredService<HealthCheckService>();
                foreach (var tag in new[] { "startup", "ready" })
                {
                    var report = await checks.CheckHealthAsync(check => check.Tags.Contains(tag));
                    answers.Add(report.Status == HealthStatus.Healthy ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
                }
            })));
        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], answers);
    }

    [Fact]
    public async Task A_group_of_the_programs_own_has_a_probe()
    {
        await using var service = await TestService.StartAsync(
            _ => { }, builder => builder.Services.AddHealthChecks().AddCheck("invoices", () => HealthCheckResult.Degraded(), ["billing"]));
        Assert.Equal((HttpStatusCode.OK, "Degraded"), await ProbeAsync(service, "/health/billing"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/health/live"));
    }

    [Fact]
    public async Task A_group_that_no_check_belongs_to_is_not_found()
    {
        await using var service = await TestService.StartAsync(_ => { });
        Assert.Equal((HttpStatusCode.NotFound, ""), await ProbeAsync(service, "/health/billing"));
    }

    [Fact]
    public async Task A_probe_may_ask_for_the_head_alone()
    {
        await using var service = await TestService.StartAsync(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/health/ready", UriKind.Relative));
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_on_the_way_keeps_an_answer()
    {
        await using var service = await TestService.StartAsync(_ => { });
        using var answer = await service.Client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.Headers.CacheControl is { NoStore: true, NoCache: true });
    }

    [Fact]
    public async Task A_probe_is_answered_when_everything_else_is_turned_away()
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.UseRateLimiter();
                app.MapGet("/work", () => "ok");
            },
            builder => builder.Services.AddRateLimiter(limiter => limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, int>(_ =>
                RateLimitPartition.GetFixedWindowLimiter(0, _ => new() { PermitLimit = 1, Window = TimeSpan.FromHours(1) }))));
        await ProbeAsync(service, "/work");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ProbeAsync(service, "/work")).Status);
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/health/ready"));
    }

    [Fact]
    public async Task Mapping_and_adding_twice_is_the_same_as_once()
    {
        await using var service = await TestService.StartAsync(app => app.MapReliability(), builder => builder.AddReliability());
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/health"));
    }

    [Fact]
    public async Task A_path_that_the_application_maps_itself_stays_its_own()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/health", () => "mine"));
        Assert.Equal((HttpStatusCode.OK, "mine"), await ProbeAsync(service, "/health"));
    }

    [Fact]
    public async Task The_well_known_health_checks_stay_where_the_application_maps_them()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapHealthChecks("/health", new() { ResponseWriter = (context, _) => context.Response.WriteAsync("mine") }));
        Assert.Equal((HttpStatusCode.OK, "mine"), await ProbeAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/health/ready"));
    }

    [Theory]
    [InlineData("/{**path}")]
    [InlineData("/{slug}")]
    [InlineData("/{area}/{id}")]
    [InlineData("/health/{**path}")]
    [InlineData("/health/{id}")]
    public async Task A_route_that_takes_whatever_comes_takes_no_probe(string route)
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.Map(route, () => "mine");
            app.MapFallback(() => "fallback");
        });
        foreach (var path in new[] { "/health", "/alive", "/health/ready", "/health/startup" })
            Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, path));
    }

    [Fact]
    public async Task A_route_that_takes_whatever_comes_does_not_take_the_page()
    {
        await using var service = await TestService.StartAsync(app => app.Map("/{**path}", () => "mine"), settings: ("Reliability:StatusPage", "true"));
        Assert.NotEqual("mine", (await ProbeAsync(service, "/reliability")).Body);
        Assert.Equal((HttpStatusCode.OK, "mine"), await ProbeAsync(service, "/reliable"));
    }

    [Theory]
    [InlineData("/{**path}", "/health/patients")]
    [InlineData("/{area}/{id}", "/health/patients")]
    [InlineData("/health/{**path}", "/health/patients")]
    [InlineData("/health/{id}", "/health/patients")]
    [InlineData("/health/{id}", "/health/billing")]
    [InlineData("/health/{id:int}", "/health/7")]
    [InlineData("/health/patients/{id}", "/health/patients/7")]
    [InlineData("/health/{id?}", "/health")]
    public async Task What_is_no_probe_reaches_the_route_of_the_application(string route, string path)
    {
        await using var service = await TestService.StartAsync(
            app => app.Map(route, () => "mine"),
            builder => builder.Services.AddHealthChecks().AddCheck("invoices", () => HealthCheckResult.Healthy(), ["billing"]));
        Assert.Equal((HttpStatusCode.OK, "mine"), await ProbeAsync(service, path));
    }

    /// <summary>So does routing by convention describe an action: parameters, and the values that they must have.</summary>
    [Fact]
    public async Task A_controller_whose_name_is_that_of_a_probe_stays_where_it_is()
    {
        var pattern = RoutePatternFactory.Parse(
            "{controller=Home}/{action=Index}/{id?}", new { controller = "Home", action = "Index" }, null, new { controller = "Health", action = "Index" });
        await using var service = await TestService.StartAsync(app => app.Map(pattern, context => context.Response.WriteAsync("mine")).WithOrder(1));
        Assert.Equal((HttpStatusCode.OK, "mine"), await ProbeAsync(service, "/health"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await ProbeAsync(service, "/health/ready"));
    }

    [Fact]
    public async Task A_fallback_does_not_make_a_group_healthy_that_nobody_belongs_to()
    {
        await using var service = await TestService.StartAsync(app => app.MapFallback(() => "fallback"));
        Assert.Equal((HttpStatusCode.NotFound, ""), await ProbeAsync(service, "/health/billing"));
        Assert.Equal((HttpStatusCode.OK, "fallback"), await ProbeAsync(service, "/orders"));
    }

    [Fact]
    public void Mapping_without_adding_says_what_to_call()
    {
        var app = WebApplication.CreateBuilder().Build();
        var exception = Assert.Throws<InvalidOperationException>(() => app.MapReliability());
        Assert.Contains("builder.AddReliability()", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_timeout_that_the_kubelet_would_not_wait_for_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => TestService.StartAsync(_ => { }, settings: ("Reliability:Health:Timeout", "00:00:05")));
        Assert.Contains("Reliability:Health:Timeout is 00:00:05", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_stay_out_of_the_http_metrics()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/measured-by-framework", () => "ok"));

        // Its own only: what tests beside this one ask of their services is measured by the framework too.
        var meters = service.App.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        var routes = new ConcurrentQueue<object?>();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == "http.server.request.duration" && instrument.Meter.Scope == meters)
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "http.route")
                    routes.Enqueue(tag.Value);
            }
        });
        listener.Start();
        await ProbeAsync(service, "/health/ready");
        await ProbeAsync(service, "/measured-by-framework");

        // The framework records when the server is done, a moment after the client has its answer.
        for (var i = 0; i < 1500 && !routes.Contains("/measured-by-framework"); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        Assert.Contains("/measured-by-framework", routes);
        Assert.DoesNotContain("/health/ready", routes);
    }

    private static Task<TestService> StartWithCheckAsync(Func<CancellationToken, Task<HealthCheckResult>> check) =>
        TestService.StartAsync(_ => { }, builder => builder.Services.AddHealthChecks().AddAsyncCheck("dependency", check, ["ready"]));

    private static async Task<(HttpStatusCode Status, string Body)> ProbeAsync(TestService service, string path)
    {
        using var answer = await service.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Hanging : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await Task.Delay(TimeSpan.FromSeconds(30), cancellationToken);
            return HealthCheckResult.Healthy();
        }
    }

    private sealed class WhileStarting(Func<Task> action) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => action();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
