using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Health;
using Reliability.Model;

namespace Reliability.Hosting.Tests.Health;

public sealed class HeartbeatWatchTests
{
    private static readonly TimeSpan s_maxSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_tooLong = TimeSpan.FromSeconds(11);

    [Fact]
    public async Task A_hosted_loop_that_hangs_before_its_first_beat_turns_liveness()
    {
        await using var host = await StartAsync(typeof(Loop));
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task The_log_says_once_which_loop_is_silent_and_once_that_it_is_not()
    {
        var heartbeat = default(Heartbeat)!;
        await using var host = await TestHost.StartAsync(declare: (declared, clock) =>
            declared.Add(heartbeat = new("loop", s_maxSilence, typeof(string), clock: clock)));
        heartbeat.Beat();
        host.Clock.Advance(s_tooLong);
        await host.StatusAsync("live");
        await host.StatusAsync("live");
        heartbeat.Beat();
        await host.StatusAsync("live");
        await host.StatusAsync("live");
        Assert.Equal(
            [
                (LogLevel.Error, "The heartbeat loop has been silent for 11.0 s, and at most 10 s are allowed. Liveness fails until it beats."),
                (LogLevel.Information, "The heartbeat loop is no longer silent: it beats, or its loop has ended."),
            ],
            host.Host.Services.GetServices<ILoggerProvider>().OfType<TestLog>().Single().Entries
                .Where(entry => entry.Message.Contains("heartbeat", StringComparison.Ordinal)).Select(entry => (entry.Level, entry.Message)));
    }

    [Fact]
    public async Task Silence_before_the_host_has_started_is_not_held_against_a_loop()
    {
        await using var host = Build(typeof(Loop));
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
        await host.Host.StartAsync(TestContext.Current.CancellationToken);
        host.Clock.Advance(s_maxSilence);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task A_loop_that_has_ended_owes_nothing()
    {
        await using var host = await StartAsync(typeof(Loop));
        LoopOf(host).End();
        await WaitUntilEndedAsync(host);
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task A_loop_that_an_exception_ended_is_as_good_as_hung()
    {
        await using var host = await StartAsync(typeof(Loop));
        LoopOf(host).Fail();
        await WaitUntilEndedAsync(host);
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("live"));
    }

    [Theory]
    [InlineData(typeof(Base))]
    [InlineData(typeof(Generic<>))]
    [InlineData(typeof(Generic<int>))]
    public async Task A_heartbeat_of_a_base_class_is_that_of_the_hosted_service(Type owner)
    {
        await using var host = await StartAsync(owner);
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task What_is_not_hosted_is_watched_from_its_first_sign_of_life()
    {
        var heartbeat = default(Heartbeat)!;
        await using var host = await TestHost.StartAsync(declare: (declared, clock) =>
            declared.Add(heartbeat = new("elsewhere", s_maxSilence, typeof(string), clock: clock)));
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("live"));
        heartbeat.Beat();
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Unhealthy, await host.StatusAsync("live"));
    }

    [Fact]
    public async Task The_probe_names_what_is_silent_and_for_how_long()
    {
        await using var host = await StartAsync(typeof(Loop));
        host.Clock.Advance(s_tooLong);
        var check = Assert.Single((await host.ProbeAsync("live")).Checks, check => check.Name == OwnChecks.Heartbeats);
        Assert.Equal("Silent: loop.", check.Description);
        Assert.Equal(s_tooLong, check.Data["loop"]);
    }

    [Fact]
    public async Task A_silent_loop_says_nothing_about_readiness()
    {
        await using var host = await StartAsync(typeof(Loop));
        host.Clock.Advance(s_tooLong);
        Assert.Equal(HealthStatus.Healthy, await host.StatusAsync("ready"));
    }

    private static TestHost Build(Type owner) => TestHost.Build(
        declare: (declared, clock) => declared.Add(new Heartbeat("loop", s_maxSilence, owner, clock: clock)),
        configure: services => services.AddHostedService<Loop>());

    private static async Task<TestHost> StartAsync(Type owner)
    {
        var host = Build(owner);
        await host.Host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static Loop LoopOf(TestHost host) => host.Host.Services.GetServices<IHostedService>().OfType<Loop>().Single();

    private static Task WaitUntilEndedAsync(TestHost host) =>
        LoopOf(host).ExecuteTask!.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

    private abstract class Base : BackgroundService;

    private abstract class Generic<T> : Base;

    private sealed class Loop : Generic<int>
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void End() => _end.TrySetResult();

        public void Fail() => _end.TrySetException(new InvalidOperationException("The loop broke."));

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => _end.Task.WaitAsync(stoppingToken);
    }
}
