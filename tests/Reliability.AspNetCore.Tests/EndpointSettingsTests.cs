using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reliability.AspNetCore.Lifecycle;
using Reliability.AspNetCore.Overload;
using Reliability.Deadlines;
using Reliability.Overload;

namespace Reliability.AspNetCore.Tests;

/// <summary>What endpoints declare follows the configuration of their host. Capacities are the process's, so these tests run alone.</summary>
[Collection(nameof(Alone))]
public sealed class EndpointSettingsTests : IDisposable
{
    private const string Key = "Reliability:Operations:configured-report:Timeout:Milliseconds";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly LoggedErrors _errors = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _errors.Dispose();

    [Theory]
    [InlineData("/report", "configured-report")]
    [InlineData("/plain/{id:int}", "get-plain-id-int")]
    public async Task The_configuration_says_how_long_a_request_may_take_at_start_and_from_then_on(string route, string name)
    {
        var key = $"Reliability:Operations:{name}:Timeout:Milliseconds";
        await using var service = await StartAsync((key, "700"));
        Assert.Equal("700", await TimeAsync(service, route));

        Configure(service, (key, "900.5"));
        Assert.Equal("900.5", await TimeAsync(service, route));

        Configure(service, (key, "-1"));
        Assert.Equal("900.5", await TimeAsync(service, route));
        Assert.Contains($"{key} is '-1'", Assert.Single(_errors.Texts), StringComparison.Ordinal);

        Configure(service, (key, null), ("Reliability:Defaults:Timeout:Milliseconds", "4000"));
        Assert.Equal("4000", await TimeAsync(service, route));

        Configure(service, ("Reliability:Defaults:Timeout:Milliseconds", null));
        Assert.Equal("3000", await TimeAsync(service, route));

        Configure(service, ($"Reliability:Operations:{name}:Timeout:Enabled", "false"));
        Assert.Equal("none", await TimeAsync(service, route));
    }

    [Fact]
    public async Task A_request_that_takes_longer_than_is_configured_is_answered_504()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/hangs", [Timeout(10_000)] (CancellationToken token) => Task.Delay(Timeout.Infinite, token)),
            settings: ("Reliability:Operations:get-hangs:Timeout:Milliseconds", "30"));
        using var answer = await service.Client.GetAsync(new Uri("/hangs", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Theory]
    [InlineData(Key, "soon")]
    [InlineData(Key, "0")]
    [InlineData("Reliability:Defaults:Timeout:Milliseconds", "86400001")]
    [InlineData("Reliability:Operations:configured-capacity:Capacity:MaxConcurrency", "0")]
    [InlineData("Reliability:Operations:configured-capacity:Capacity:QueueMilliseconds", "0")]
    [InlineData("Reliability:Overload:Capacity:QueueLimit", "1.5")]
    public async Task A_value_that_cannot_be_meant_keeps_the_service_from_starting_and_names_its_key(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync((key, value)));
        Assert.StartsWith($"{key} is '{value}', which is not a ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_configures_an_endpoint_is_no_slip_of_the_pen_and_what_does_not_is()
    {
        await using var service = await StartAsync(
            (Key, "1000"),
            ("Reliability:Operations:configured-capacity:Capacity:QueueLimit", "1"),
            ("Reliability:Overload:Capacity:MaxConcurrency", "50"),
            ("Reliability:Defaults:Timeout:AttemptMilliseconds", "100"),
            ("Reliability:Operations:configured-report:Timeout:AttemptMilliseconds", "100"),
            ("Reliability:Operations:configured-reprot:Timeout:Milliseconds", "100"),
            ("Reliability:Operations:configured-capacity:Capacity:MinConcurrency", "1"),
            ("Reliability:Defaults:Capacity:MaxConcurrency", "100"),
            ("Reliability:Overload:Capacity:MaxConcurency", "100"));
        Assert.Equal(
        [
            "Reliability:Defaults:Capacity:MaxConcurrency configures nothing",
            "Reliability:Operations:configured-capacity:Capacity:MinConcurrency configures nothing",
            "Reliability:Operations:configured-report:Timeout:AttemptMilliseconds configures nothing",
            "Reliability:Operations:configured-reprot configures nothing",
            "Reliability:Overload:Capacity:MaxConcurency configures nothing",
        ],
        _errors.Texts.Select(text => text.Split(": ")[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_end_is_judged_by_what_is_configured()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((Key, "40000")));
        Assert.Contains("40 s (the timeout of HTTP: GET /report", failure.Message, StringComparison.Ordinal);

        await using var service = await TestService.StartAsync(
            app => app.MapGet("/long", [Timeout(40_000)] () => "done"), settings: ("Reliability:Operations:get-long:Timeout:Milliseconds", "2000"));
        Assert.Equal("done", await service.Client.GetStringAsync(new Uri("/long", UriKind.Relative), Cancelled));
    }

    [Fact]
    public async Task A_timeout_that_becomes_too_long_for_the_end_is_said_once_and_stops_nothing()
    {
        await using var service = await StartAsync((Key, "1000"));
        Configure(service, (Key, "40000"));
        Configure(service, ("Unrelated", "1"));
        var text = Assert.Single(_errors.Texts);
        Assert.Contains("5 s (Period) + 40 s (the timeout of HTTP: GET /report", text, StringComparison.Ordinal);
        Assert.Contains("= 45 s, but HostOptions.ShutdownTimeout is 25 s", text, StringComparison.Ordinal);
        Assert.Contains("is above 45 s", text, StringComparison.Ordinal);
        Assert.Equal("40000", await TimeAsync(service, "/report"));

        Configure(service, (Key, "2000"));
        Assert.Single(_errors.Texts);
        Configure(service, (Key, "40000"));
        Assert.Equal([text, text], _errors.Texts);
    }

    [Fact]
    public async Task Who_waits_for_an_endpoint_is_let_in_when_its_limit_is_raised_while_the_service_runs()
    {
        const string Max = "Reliability:Operations:configured-capacity:Capacity:MaxConcurrency";
        var work = new Work();
        await using var service = await StartAsync(work, (Max, "1"));
        var gate = AdmissionGates.All.Single(gate => gate.Operation == "configured-capacity").Admissions;
        Assert.Equal(1, gate.Limit);
        var calls = Enumerable.Range(0, 3).Select(_ => service.Client.GetAsync(new Uri("/work", UriKind.Relative), Cancelled)).ToArray();
        await UntilAsync(() => gate is { Active: 1, Queued: 2 });

        Configure(service, (Max, "2"));
        Assert.Equal((2, 1), (gate.Active, gate.Queued));
        Configure(service, (Max, "1"));
        Assert.Equal((2, 1), (gate.Active, gate.Queued));
        work.End();
        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(1, gate.Limit);
    }

    [Fact]
    public async Task The_limit_of_the_service_has_a_section_of_its_own()
    {
        const string Max = "Reliability:Overload:Capacity:MaxConcurrency";
        await using var service = await StartAsync((Max, "3"));
        var gate = service.App.Services.GetRequiredService<ServiceCapacity>().Gate!.Admissions;
        Assert.Equal(3, gate.Limit);
        Configure(service, (Max, "5"));
        Assert.Equal(5, gate.Limit);
        Configure(service, (Max, null));
        Assert.Equal(20, gate.Limit);
    }

    [Fact]
    public void A_request_asks_for_its_time_without_an_allocation()
    {
        var timeout = new EndpointTimeout("ask", TimeSpan.FromSeconds(1), null);
        var sum = timeout.InForce!.Value;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            sum += timeout.InForce!.Value;

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(TimeSpan.FromSeconds(1001), sum);
    }

    private Task<TestService> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(new Work(), settings);

    private Task<TestService> StartAsync(Work work, params (string Key, string? Value)[] settings) =>
        TestService.StartAsync(
            app =>
            {
                app.MapGet("/report", [Slo(99.9, Name = "configured-report"), Timeout(3000)] () => Time());
                app.MapGet("/plain/{id:int}", [Timeout(3000)] (int id) => Time());
                app.MapGet("/work", [Slo(99.9, Name = "configured-capacity"), Capacity(MaxConcurrency = 4, QueueLimit = 4, QueueMilliseconds = 300_000)] () => work.DoAsync());
            },
            builder =>
            {
                builder.Logging.AddProvider(_errors);
                builder.Services.AddSingleton<TimeProvider>(_clock);
                builder.Services.AddSingleton(new ServiceCapacity(new() { Name = "configured" }, new CapacityAttribute { MaxConcurrency = 20 }));
            },
            settings: settings);

    private static string Time() => Deadline.Current?.Remaining.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) ?? "none";

    private static Task<string> TimeAsync(TestService service, string route) =>
        service.Client.GetStringAsync(new Uri(route.Replace("{id:int}", "7", StringComparison.Ordinal), UriKind.Relative), Cancelled);

    private static void Configure(TestService service, params (string Key, string? Value)[] settings)
    {
        var configuration = (IConfigurationRoot)service.App.Configuration;
        foreach (var (key, value) in settings)
            configuration[key] = value;

        configuration.Reload();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>Another test must not see the capacities of these.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
#pragma warning disable CA1034 // xunit finds it here, and nobody else needs it
    public sealed class Alone;
#pragma warning restore CA1034
}
