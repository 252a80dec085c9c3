using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using HealthChecks.UI.Client;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore.Tests;

/// <summary>Who sees what of a probe.</summary>
public sealed class ProbeDetailTests
{
    private const string Secret = "Server=db;Password=hunter2";
    private const string Json = "application/json";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "text/plain")]
    [InlineData("text/plain, application/json;q=0.9", "text/plain")]
    [InlineData("application/json", Json)]
    [InlineData("application/json, text/plain, */*", "text/plain")]
    [InlineData("not a media type", "text/plain")]
    public async Task The_caller_chooses_between_a_word_and_json(string accept, string expected)
    {
        await using var service = await StartAsync();
        using var answer = await GetAsync(service, "/health", accept);
        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Nobody_sees_the_checks_unless_somebody_says_who_may(string environment)
    {
        await using var service = await TestService.StartAsync(_ => { }, AddChecks, environment);
        using var answer = await GetAsync(service, "/health?detail", Json);
        using var json = await ReadAsync(answer);
        Assert.Equal("Unhealthy", json.RootElement.GetProperty("status").GetString());
        Assert.Empty(json.RootElement.GetProperty("entries").EnumerateObject());
    }

    [Theory]
    [InlineData(true, HttpStatusCode.OK)]
    [InlineData(false, HttpStatusCode.ServiceUnavailable)]
    public async Task The_status_of_the_answer_is_the_same_with_and_without_detail(bool isHealthy, HttpStatusCode expected)
    {
        await using var service = await StartForReadersAsync(builder => builder.Services.AddHealthChecks().AddCheck("it", () => isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy()));
        using var word = await GetAsync(service, "/health", "*/*", "reader");
        using var detail = await GetAsync(service, "/health", Json, "reader");
        Assert.Equal((expected, expected), (word.StatusCode, detail.StatusCode));
    }

    [Fact]
    public async Task An_authorized_caller_sees_the_checks_and_never_the_text_of_an_exception()
    {
        await using var service = await StartForReadersAsync(AddChecks);
        using var answer = await GetAsync(service, "/health?detail", "*/*", "reader");
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(body);
        var entries = json.RootElement.GetProperty("entries");
        Assert.Equal("Failed with System.InvalidOperationException.", entries.GetProperty("throws").GetProperty("description").GetString());
        Assert.Equal("all fine", entries.GetProperty("fine").GetProperty("description").GetString());
        Assert.Equal(7, entries.GetProperty("fine").GetProperty("data").GetProperty("queue").GetInt32());
        Assert.Equal("00:00:05", entries.GetProperty("fine").GetProperty("data").GetProperty("lag").GetString());
        Assert.False(entries.GetProperty("throws").TryGetProperty("exception", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("guest")]
    [InlineData("broken")]
    public async Task Who_is_not_authorized_sees_the_status_and_no_checks(string? user)
    {
        await using var service = await StartForReadersAsync(AddChecks);
        using var answer = await GetAsync(service, "/health", Json, user);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var json = await ReadAsync(answer);
        Assert.Empty(json.RootElement.GetProperty("entries").EnumerateObject());
    }

    [Fact]
    public async Task An_identity_provider_that_hangs_does_not_hang_the_probe()
    {
        await using var service = await StartForReadersAsync(AddChecks);
        using var answer = await GetAsync(service, "/health", Json, "hangs").WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using var json = await ReadAsync(answer);
        Assert.Empty(json.RootElement.GetProperty("entries").EnumerateObject());
    }

    /// <summary>The server gives the next request of a connection the context of the one before (unless there is an accessor, so here there is
    /// none): who is found to be the caller of the probe after the probe has answered must not become the caller of that
    /// request.</summary>
    [Fact]
    public async Task An_identity_that_is_found_too_late_is_nobody_elses()
    {
        var late = new LateIdentity();
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await StartForLateReadersAsync(late, app => app.MapGet("/who", async (HttpContext context) =>
        {
            reached.SetResult();
            await release.Task;
            return $"{context.User.Identity?.Name} {context.Connection.Id}";
        }));
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
        using var client = new HttpClient(handler) { BaseAddress = service.Address };
        using var probe = await SendAsync(client, "/health?detail", Json, "operator");
        using var json = await ReadAsync(probe);
        Assert.Empty(json.RootElement.GetProperty("entries").EnumerateObject());

        var next = SendAsync(client, "/who", "*/*", "guest");
        await reached.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        late.Answer.SetResult();
        await late.Evaluated.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        release.SetResult();
        using var answer = await next;
        Assert.Equal($"guest {late.Connection}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Whoever decides finds the copy by the accessor. Were the decision a part of the request's flow, the accessor would forget the
    /// context of the request itself.</summary>
    [Fact]
    public async Task The_request_of_a_probe_is_found_by_the_accessor_before_and_after_the_decision()
    {
        var late = new LateIdentity();
        late.Answer.SetResult();
        var (before, after) = (new TaskCompletionSource<bool>(), new TaskCompletionSource<bool>());
        await using var service = await StartForLateReadersAsync(
            late,
            app => app.Use(async (context, next) =>
            {
                var accessor = app.Services.GetRequiredService<IHttpContextAccessor>();
                before.SetResult(accessor.HttpContext == context);
                await next(context);
                after.SetResult(accessor.HttpContext == context);
            }),
            builder => builder.Services.AddHttpContextAccessor());
        using var client = new HttpClient { BaseAddress = service.Address };
        using var probe = await SendAsync(client, "/health?detail", Json, "operator");
        using var json = await ReadAsync(probe);
        Assert.NotEmpty(json.RootElement.GetProperty("entries").EnumerateObject());

        // The answer may be read before the server is through with the request.
        Assert.True(await before.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.True(await after.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_decides_sees_the_request_of_the_probe_and_services_that_end_with_the_decision()
    {
        var late = new LateIdentity();
        late.Answer.SetResult();
        await using var service = await StartForLateReadersAsync(late, configure: builder => builder.Services.AddHttpContextAccessor());
        using var client = new HttpClient { BaseAddress = service.Address };
        using var probe = await SendAsync(client, "/health?detail=1", Json, "operator");
        using var json = await ReadAsync(probe);
        Assert.NotEmpty(json.RootElement.GetProperty("entries").EnumerateObject());
        Assert.Equal("GET http /health ?detail=1 operator 127.0.0.1 Reliability probe /health", late.Seen);
        await late.Scope!.Disposed.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_a_policy_any_user_who_is_known_sees_the_checks()
    {
        await using var service = await TestService.StartAsync(
            _ => { },
            builder =>
            {
                AddChecks(builder);
                AddUsers(builder);
                builder.Services.AddAuthorization();
            },
            settings: ("Reliability:Probes:Exposure", "Authorized"));
        using var known = await ReadAsync(await GetAsync(service, "/health", Json, "guest"));
        using var unknown = await ReadAsync(await GetAsync(service, "/health", Json));
        Assert.NotEmpty(known.RootElement.GetProperty("entries").EnumerateObject());
        Assert.Empty(unknown.RootElement.GetProperty("entries").EnumerateObject());
    }

    [Fact]
    public async Task Details_are_for_the_management_port_whatever_the_host_header_says()
    {
        var (port, management) = (FreePort(), FreePort());
        await using var service = await StartOnPortsAsync(port, management, management);
        using var client = new HttpClient();
        foreach (var (asked, host, seesDetail) in new[]
        {
            (port, null, false),
            (port, $"localhost:{management}", false),
            (port, $"127.0.0.1:{management}", false),
            (management, null, true),
            (management, $"localhost:{port}", true),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{asked}/health?detail");
            request.Headers.Host = host;
            request.Headers.TryAddWithoutValidation("X-Forwarded-Port", $"{management}");
            request.Headers.TryAddWithoutValidation("X-Forwarded-Host", $"localhost:{management}");
            request.Headers.TryAddWithoutValidation("Forwarded", $"host=\"localhost:{management}\"");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            using var json = await ReadAsync(answer);
            Assert.True(seesDetail == json.RootElement.GetProperty("entries").EnumerateObject().Any(), $"{asked} with Host {host}: {json.RootElement}");
        }
    }

    [Fact]
    public async Task A_management_port_that_nobody_listens_on_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var service = await StartOnPortsAsync(FreePort(), FreePort(), 1);
        });
        Assert.Contains("Reliability:Probes:ManagementPort is 1, and the service listens on http://127.0.0.1:", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exposure", "ManagementPort", "ManagementPort is not set")]
    [InlineData("ManagementPort", "8081", "Set Reliability:Probes:Exposure to ManagementPort")]
    [InlineData("Policy", "ops", "Set Reliability:Probes:Exposure to Authorized")]
    [InlineData("Exposure", "Authorized", "builder.Services.AddAuthorization()")]
    [InlineData("Exposure", "7", "Choose StatusOnly, Authorized or ManagementPort")]
    public async Task Options_by_which_somebody_else_than_was_meant_would_see_details_stop_the_start(string key, string value, string expected)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(_ => { }, settings: ($"Reliability:Probes:{key}", value)));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestService.StartAsync(
            _ => { }, builder => builder.Services.AddAuthorization(), "Production", ("Reliability:Probes:Exposure", "Authorized"), ("Reliability:Probes:Policy", "opps")));
        Assert.Contains("Reliability:Probes:Policy is 'opps', and there is no such authorization policy", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The writer that the health checks UI comes with is the definition of what it reads.</summary>
    [Fact]
    public async Task The_json_has_the_shape_that_the_health_checks_ui_reads()
    {
        await using var service = await StartForReadersAsync(
            builder =>
            {
                AddChecks(builder);
                builder.Services.AddHealthChecks().AddCheck("degraded", () => HealthCheckResult.Degraded(), ["ready", "db"]);
            },
            app => app.MapHealthChecks("/theirs", new HealthCheckOptions { ResponseWriter = UIResponseWriter.WriteHealthCheckUIResponse }));
        using var ours = await ReadAsync(await GetAsync(service, "/health", Json, "reader"));
        using var theirs = await ReadAsync(await GetAsync(service, "/theirs", "*/*"));
        Assert.Equal(Shape(theirs.RootElement), Shape(ours.RootElement));
    }

    /// <summary>Every value that does not depend on time, and of those which do, their form; without exceptions and what stands for
    /// them.</summary>
    private static string Shape(JsonElement element, string name = "") => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",", element.EnumerateObject()
            .Where(property => property.Name != "exception" && !(property.Name == "description" && element.GetProperty("status").GetString() == "Unhealthy"))
            .OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}:{Shape(property.Value, property.Name)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",", element.EnumerateArray().Select(item => Shape(item)))}]",
        JsonValueKind.String when name is "duration" or "totalDuration" && TimeSpan.TryParseExact(element.GetString(), "c", null, out _) => "duration",
        _ => element.ToString(),
    };

    private static void AddChecks(WebApplicationBuilder builder) => builder.Services.AddHealthChecks()
        .AddCheck("throws", () => throw new InvalidOperationException(Secret, new InvalidOperationException(Secret)), ["ready"])
        .AddCheck(
            "fine", () => HealthCheckResult.Healthy("all fine", new Dictionary<string, object> { ["queue"] = 7, ["lag"] = TimeSpan.FromSeconds(5), ["of"] = "orders" }), ["ready"]);

    private static void AddUsers(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderUsers>("test", null);

    private static Task<TestService> StartAsync() => TestService.StartAsync(_ => { }, AddChecks);

    private static Task<TestService> StartForReadersAsync(Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null) => TestService.StartAsync(
        map ?? (_ => { }),
        builder =>
        {
            configure(builder);
            AddUsers(builder);
            builder.Services.AddAuthorizationBuilder().AddPolicy("reads", policy => policy.RequireAssertion(async context =>
            {
                if (context.User.Identity?.Name == "hangs")
                    await Task.Delay(Timeout.Infinite);

                return context.User.Identity?.Name switch
                {
                    "reader" => true,
                    "broken" => throw new InvalidOperationException(Secret),
                    _ => false,
                };
            }));
        },
        "Production", ("Reliability:Probes:Exposure", "Authorized"), ("Reliability:Probes:Policy", "reads"));

    private static Task<TestService> StartOnPortsAsync(int port, int management, int configured) => TestService.StartOnNetworkAsync(
        _ => { },
        builder =>
        {
            AddChecks(builder);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, port);
                kestrel.Listen(IPAddress.Loopback, management);
            });
            builder.Configuration["Reliability:Probes:Exposure"] = "ManagementPort";
            builder.Configuration["Reliability:Probes:ManagementPort"] = $"{configured}";
        });

    /// <summary>Callers are known at once, to the policy only after a while.</summary>
    private static Task<TestService> StartForLateReadersAsync(
        LateIdentity late, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? configure = null) => TestService.StartOnNetworkAsync(
        map ?? (_ => { }),
        builder =>
        {
            AddChecks(builder);
            AddUsers(builder);
            builder.Services.AddSingleton(late).AddScoped<Scoped>();
            configure?.Invoke(builder);
            builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, LateUsers>("late", null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("reads", policy => policy.AddAuthenticationSchemes("late").RequireAssertion(context =>
            {
                late.Evaluated.TrySetResult();
                return context.User.Identity?.Name == "operator";
            }));
            builder.Configuration["Reliability:Probes:Exposure"] = "Authorized";
            builder.Configuration["Reliability:Probes:Policy"] = "reads";
        });

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<HttpResponseMessage> GetAsync(TestService service, string path, string accept, string? user = null) =>
        SendAsync(service.Client, path, accept, user);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string accept, string? user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User", user);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Believes what the caller says it is called.</summary>
    private sealed class HeaderUsers(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["User"] is not [{ } name])
                return Task.FromResult(AuthenticateResult.NoResult());

            var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name)], "test"));
            return Task.FromResult(AuthenticateResult.Success(new(user, "test")));
        }
    }

    private sealed class LateIdentity
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Evaluated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Connection { get; set; }

        public string? Seen { get; set; }

        public Scoped? Scope { get; set; }
    }

    private sealed class Scoped : IDisposable
    {
        public TaskCompletionSource Disposed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose() => Disposed.TrySetResult();
    }

    /// <summary>Finds out who the caller is when the test allows it.</summary>
    private sealed class LateUsers(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LateIdentity late, IHttpContextAccessor? accessor = null)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var name = Request.Headers["User"].ToString();
            late.Connection = Context.Connection.Id;
            late.Scope = Context.RequestServices.GetRequiredService<Scoped>();
            late.Seen = $"{Request.Method} {Request.Scheme} {Request.Path} {Request.QueryString} {accessor?.HttpContext?.User.Identity?.Name} "
                + $"{Context.Connection.RemoteIpAddress} {Context.GetEndpoint()?.DisplayName}";
            await late.Answer.Task;
            return AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.Name, name)], "late")), "late"));
        }
    }
}
