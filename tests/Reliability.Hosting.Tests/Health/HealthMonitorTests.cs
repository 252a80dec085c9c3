using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Health;
using Reliability.Hosting.Health;

namespace Reliability.Hosting.Tests.Health;

public sealed class HealthMonitorTests
{
    private const string Secret = "Server=db;Password=hunter2";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_cacheFor = TimeSpan.FromSeconds(1);

    private readonly TestCheck _check = new();

    [Fact]
    public async Task Probes_that_come_at_the_same_time_share_one_call()
    {
        var release = new TaskCompletionSource<HealthCheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _check.Behaviour = _ => release.Task;
        await using var host = await StartAsync();
        var probes = Enumerable.Range(0, 1000).Select(_ => host.StatusAsync("ready")).ToList();
        release.SetResult(HealthCheckResult.Healthy());
        Assert.All(await Task.WhenAll(probes), status => Assert.Equal(HealthStatus.Healthy, status));
        Assert.Equal(1, _check.Calls);
    }

    [Fact]
    public async Task Probes_within_the_cache_do_not_call()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            await host.ProbeAsync("ready");
            host.Clock.Advance(s_cacheFor / 10);
        }

        Assert.Equal(1, _check.Calls);
    }

    [Fact]
    public async Task A_result_expires()
    {
        await using var host = await StartAsync();
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("ready"));
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        host.Clock.Advance(s_cacheFor);
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task Without_a_cache_every_probe_asks()
    {
        await using var host = await StartAsync(settings: ("Reliability:Health:CacheFor", "0"));
        for (var i = 0; i < 3; i++)
            await host.ProbeAsync("ready");

        Assert.Equal(3, _check.Calls);
    }

    [Fact]
    public async Task A_check_that_hangs_is_unhealthy_when_its_time_is_over()
    {
        _check.Behaviour = HangAsync;
        await using var host = await StartAsync();
        var probe = host.ProbeAsync("ready");
        host.Clock.Advance(s_timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(probe.IsCompleted);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var health = await probe;
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Equal("Timed out after 500 ms.", Of(health).Description);
    }

    [Fact]
    public async Task A_check_that_blocks_its_thread_is_unhealthy_when_its_time_is_over()
    {
        using var release = new ManualResetEventSlim();
        _check.Behaviour = _ =>
        {
            release.Wait(TestContext.Current.CancellationToken);
            return Task.FromResult(HealthCheckResult.Healthy());
        };
        await using var host = await StartAsync();
        var probe = host.ProbeAsync("ready");
        host.Clock.Advance(s_timeout);
        Assert.Equal(HealthStatus.Unhealthy, (await probe).Status);
        release.Set();
    }

    [Fact]
    public async Task A_check_that_hangs_is_not_started_again_until_it_ends()
    {
        var hangs = new TaskCompletionSource<HealthCheckResult>();
        _check.Behaviour = _ => hangs.Task;
        await using var host = await StartAsync();
        await TimedOutProbeAsync(host);
        for (var i = 0; i < 100; i++)
        {
            host.Clock.Advance(s_cacheFor);
            Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
        }

        Assert.Equal(1, _check.Calls);
        Assert.Equal("Has not ended for 101 s. It ignores its cancellation token and is not asked again until it ends.", Of(await host.ProbeAsync("ready")).Description);
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Healthy());
        hangs.SetResult(HealthCheckResult.Healthy());
        await HealthyAgainAsync(host);
        Assert.Equal(1, _check.MostUnderWay);
    }

    [Fact]
    public async Task What_a_check_says_after_its_time_is_not_believed()
    {
        var hangs = new TaskCompletionSource<HealthCheckResult>();
        _check.Behaviour = _ => hangs.Task;
        await using var host = await StartAsync();
        await TimedOutProbeAsync(host);
        hangs.SetResult(HealthCheckResult.Healthy());
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_check_that_obeys_its_token_is_asked_again()
    {
        _check.Behaviour = async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return HealthCheckResult.Healthy();
        };
        await using var host = await StartAsync();
        await TimedOutProbeAsync(host);
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Healthy());
        await HealthyAgainAsync(host);
    }

    [Fact]
    public async Task A_check_that_hangs_does_not_keep_another_from_being_asked()
    {
        _check.Behaviour = HangAsync;
        var other = new TestCheck();
        await using var host = await StartAsync(checks => checks.AddCheck("other", other, tags: ["ready"]));
        await TimedOutProbeAsync(host);
        await other.CalledAsync(1);
        host.Clock.Advance(s_cacheFor);
        await host.ProbeAsync("ready");
        Assert.Equal(2, other.Calls);
    }

    [Fact]
    public async Task Who_stops_waiting_is_told_nothing_good_and_others_still_get_their_answer()
    {
        var release = new TaskCompletionSource<HealthCheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _check.Behaviour = _ => release.Task;
        await using var host = await StartAsync();
        using var gone = new CancellationTokenSource();
        var impatient = host.Monitor.CheckAsync("ready", gone.Token);
        var patient = host.StatusAsync("ready");
        await gone.CancelAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await impatient).Status);
        release.SetResult(HealthCheckResult.Healthy());
        Assert.Equal(HealthStatus.Healthy, await patient);
    }

    [Fact]
    public async Task What_a_check_throws_is_logged_and_not_told()
    {
        _check.Behaviour = _ => throw new InvalidOperationException(Secret);
        await using var host = await StartAsync();
        var health = Of(await host.ProbeAsync("ready"));
        Assert.Equal("Failed with System.InvalidOperationException.", health.Description);
        Assert.Empty(health.Data);
        var logged = Assert.Single(Log(host).Entries, entry => entry.Level == LogLevel.Error);
        Assert.Equal(Secret, logged.Exception!.Message);
    }

    [Fact]
    public async Task A_description_and_data_that_repeat_an_exception_are_not_told()
    {
        var exception = new InvalidOperationException(Secret);
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy(
            exception.Message, exception, new Dictionary<string, object> { ["error"] = exception.ToString(), ["inner"] = exception, ["queue"] = 7 }));
        await using var host = await StartAsync();
        var health = Of(await host.ProbeAsync("ready"));
        Assert.DoesNotContain(Secret, health.Description, StringComparison.Ordinal);
        Assert.Equal(("queue", 7), Assert.Single(health.Data.Select(entry => (entry.Key, entry.Value))));
    }

    [Fact]
    public async Task A_failure_that_lasts_is_logged_once()
    {
        _check.Behaviour = _ => throw new InvalidOperationException(Secret);
        await using var host = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await host.ProbeAsync("ready");
            host.Clock.Advance(s_cacheFor);
        }

        Assert.Equal(5, _check.Calls);
        Assert.Single(Log(host).Entries, entry => entry.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Each_call_has_a_scope_of_its_own()
    {
        var seen = new List<Scoped>();
        await using var host = await TestHost.StartAsync(
            checks => checks.Add(new("scoped", services =>
            {
                seen.Add(services.GetRequiredService<Scoped>());
                return _check;
            }, null, ["ready"])),
            configure: services => services.AddScoped<Scoped>());
        await host.ProbeAsync("ready");
        host.Clock.Advance(s_cacheFor);
        await host.ProbeAsync("ready");
        Assert.Equal(2, seen.Distinct().Count());
        Assert.All(seen, scoped => Assert.True(scoped.IsDisposed));
    }

    [Fact]
    public async Task A_check_that_cannot_even_be_created_is_unhealthy()
    {
        await using var host = await TestHost.StartAsync(checks => checks.Add(new("broken", _ => throw new InvalidOperationException(Secret), null, ["ready"])));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_check_knows_nothing_of_the_request_that_happens_to_ask()
    {
        var ambient = new AsyncLocal<string> { Value = "of the request" };
        string? seen = null;
        Activity? parent = null;
        _check.Behaviour = _ =>
        {
            (seen, parent) = (ambient.Value, Activity.Current);
            return Task.FromResult(HealthCheckResult.Healthy());
        };
        await using var host = await StartAsync();
        await host.ProbeAsync("ready");
        Assert.Null(seen);
        Assert.False(parent!.Recorded);
    }

    [Fact]
    public async Task Nobody_belongs_to_a_group_that_no_check_names()
    {
        await using var host = await StartAsync();
        Assert.False(host.Monitor.HasGroup("billing"));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("billing"));
    }

    [Fact]
    public async Task A_tag_is_a_group_in_any_case()
    {
        await using var host = await StartAsync(checks => checks.AddCheck("invoices", new TestCheck(), tags: ["Billing"]));
        Assert.True(host.Monitor.HasGroup("billing"));
        Assert.Equal(["invoices"], (await host.ProbeAsync("billing")).Checks.Select(check => check.Name));
    }

    [Theory]
    [InlineData(true, HealthStatus.Unhealthy)]
    [InlineData(false, HealthStatus.Degraded)]
    public async Task A_dependency_counts_for_readiness_as_it_is_declared(bool isRequired, HealthStatus expected)
    {
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        await using var host = await TestHost.StartAsync(
            checks => checks.AddCheck("Inventory", _check),
            (declared, _) => declared.Add(new DeclaredDependency("inventory", isRequired)));
        Assert.Equal(expected, await host.StatusAsync("ready"));
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task A_dependency_that_one_place_requires_is_required()
    {
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        await using var host = await TestHost.StartAsync(
            checks => checks.AddCheck("inventory", _check),
            (declared, _) =>
            {
                declared.Add(new DeclaredDependency("inventory", IsRequired: false));
                declared.Add(new DeclaredDependency("inventory", IsRequired: true));
            });
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_dependency_that_hangs_and_is_optional_only_degrades()
    {
        _check.Behaviour = HangAsync;
        await using var host = await TestHost.StartAsync(
            checks => checks.AddCheck("inventory", _check),
            (declared, _) => declared.Add(new DeclaredDependency("inventory", IsRequired: false)));
        var probe = host.StatusAsync("ready");
        host.Clock.Advance(s_timeout);
        Assert.Equal(HealthStatus.Degraded, await probe);
    }

    [Fact]
    public async Task Liveness_never_touches_a_dependency_whatever_its_tags_say()
    {
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        await using var host = await TestHost.StartAsync(
            checks => checks.AddCheck("inventory", _check, tags: ["live"]),
            (declared, _) => declared.Add(new DeclaredDependency("inventory", IsRequired: true)));
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
        Assert.Contains(Log(host).Entries, entry => entry.Message.StartsWith("The health check inventory is of a dependency and has the tag live", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_declared_check_runs_in_its_groups_with_its_own_timeout_and_cache()
    {
        await using var host = await TestHost.StartAsync(declare: (declared, _) => declared.Add(
            Declared(["live", "billing"], HangAsync, timeout: TimeSpan.FromMilliseconds(100), cacheFor: TimeSpan.FromMinutes(5))));
        var probe = host.StatusAsync("billing");
        host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(HealthStatus.Unhealthy, await probe);
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("Timed out after 100 ms.", Of(await host.ProbeAsync("live"), "declared").Description);
    }

    [Fact]
    public async Task A_declared_check_that_is_optional_only_degrades()
    {
        await using var host = await TestHost.StartAsync(declare: (declared, _) => declared.Add(
            Declared(["ready"], _ => Task.FromResult(HealthCheckResult.Unhealthy()), isOptional: true)));
        Assert.Equal(HealthStatus.Degraded, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task Until_the_startup_checks_have_succeeded_the_service_is_not_ready()
    {
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        await using var host = await TestHost.StartAsync(checks => checks.AddCheck("warm", _check, tags: ["startup"]));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("startup"));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Healthy());
        host.Clock.Advance(s_cacheFor);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_startup_check_that_fails_later_does_not_end_readiness()
    {
        await using var host = await TestHost.StartAsync(checks => checks.AddCheck("warm", _check, tags: ["startup"]));
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("startup"));
        _check.Behaviour = _ => Task.FromResult(HealthCheckResult.Unhealthy());
        host.Clock.Advance(s_cacheFor);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_service_that_begins_to_stop_while_a_check_runs_is_not_ready()
    {
        var release = new TaskCompletionSource<HealthCheckResult>();
        _check.Behaviour = _ => release.Task;
        await using var host = await StartAsync();
        var probe = host.StatusAsync("ready");
        host.Lifetime.StopApplication();
        release.SetResult(HealthCheckResult.Healthy());
        Assert.Equal(HealthStatus.Unhealthy, await probe);
    }

    [Fact]
    public async Task A_service_that_has_not_started_is_alive_and_not_ready()
    {
        await using var host = TestHost.Build();
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("startup"));
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("ready"));
    }

    [Fact]
    public async Task A_timeout_that_the_kubelet_would_not_wait_for_is_cut_and_said()
    {
        _check.Behaviour = HangAsync;
        await using var host = await TestHost.StartAsync(checks => checks.AddCheck("slow", _check, null, ["ready"], TimeSpan.FromSeconds(30)));
        var probe = host.StatusAsync("ready");
        host.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.Equal(HealthStatus.Unhealthy, await probe);
        Assert.Contains(Log(host).Entries, entry => entry.Message.Contains("slow has a timeout of 30 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_checks_of_one_name_stop_the_start_and_say_where_they_come_from()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(
            checks => checks.AddCheck("declared", _check), (declared, _) => declared.Add(Declared(["live"], HangAsync))));
        Assert.Contains("2 health checks have the name 'declared'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("one that an attribute declares", exception.Message, StringComparison.Ordinal);
        Assert.Contains("one that services.AddHealthChecks() was given", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Timeout", "00:00:01")]
    [InlineData("Timeout", "00:00:00")]
    [InlineData("CacheFor", "00:02:00")]
    [InlineData("CacheFor", "-00:00:01")]
    [InlineData("RefreshEvery", "00:00:00.5")]
    public async Task Options_that_would_make_a_probe_lie_stop_the_start(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(settings: ($"Reliability:Health:{key}", value)));
        Assert.Contains($"Reliability:Health:{key} is {TimeSpan.Parse(value, null):c}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probes_of_what_is_known_allocate_little()
    {
        await using var host = await StartAsync();
        await host.ProbeAsync("ready");

        // The answer, the list of its checks, the task around it, and what the check of the host's state says. The least of some rounds: now
        // and then the runtime allocates on the thread for itself.
        Assert.InRange(
            Enumerable.Range(0, 5).Min(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 100; i++)
                    Assert.True(host.Monitor.CheckAsync("ready", CancellationToken.None).IsCompletedSuccessfully);

                return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
            }),
            0, 400);
    }

    private static Task<HealthCheckResult> HangAsync(CancellationToken cancellationToken) => new TaskCompletionSource<HealthCheckResult>().Task;

    private static DeclaredCheck Declared(
        string[] groups, Func<CancellationToken, Task<HealthCheckResult>> check, TimeSpan? timeout = null, TimeSpan? cacheFor = null, bool isOptional = false) => new()
    {
        Name = "declared",
        Groups = groups,
        Timeout = timeout,
        CacheFor = cacheFor,
        IsOptional = isOptional,
        Check = (_, token) => new(check(token)),
    };

    private Task<TestHost> StartAsync(Action<IHealthChecksBuilder>? more = null, params (string Key, string? Value)[] settings) => TestHost.StartAsync(
        checks =>
        {
            checks.AddCheck("dependency", _check, tags: ["ready"]);
            more?.Invoke(checks);
        },
        settings: settings);

    private static TestLog Log(TestHost host) => host.Host.Services.GetServices<ILoggerProvider>().OfType<TestLog>().Single();

    private static CheckHealth Of(GroupHealth health, string name = "dependency") => Assert.Single(health.Checks, check => check.Name == name);

    private async Task TimedOutProbeAsync(TestHost host)
    {
        var probe = host.StatusAsync("ready");
        await _check.CalledAsync(1);
        host.Clock.Advance(s_timeout);
        Assert.Equal(HealthStatus.Unhealthy, await probe);
    }

    /// <summary>The execution that was given up ends on a thread of its own, some time after the test lets it.</summary>
    private static async Task HealthyAgainAsync(TestHost host)
    {
        for (var i = 0; i < 1000; i++)
        {
            host.Clock.Advance(s_cacheFor);
            if (await host.StatusAsync("ready") == HealthStatus.Healthy)
                return;

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Fail("It did not become healthy again.");
    }

    private sealed class Scoped : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
