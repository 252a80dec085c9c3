using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Reliability.Hosting.Lifecycle;

namespace Reliability.Hosting.Tests.Lifecycle;

public sealed class DrainTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Journal _journal = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeRequests _requests = new();

    [Fact]
    public async Task A_service_that_is_told_to_stop_answers_on_then_finishes_requests_then_ends_loops_then_stops()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<Loop>().AddHostedService<Server>());
        await StartAsync(host);

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(Stopping(host).IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Empty(_journal.Lines);
        Assert.False(_requests.AreWaitedFor.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await _requests.AreWaitedFor.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Empty(_journal.Lines);

        _requests.Finish();
        await stop.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(["Loop has its token", "Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task Requests_that_do_not_finish_are_given_up_after_their_time()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<Server>());
        await StartAsync(host);

        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _requests.AreWaitedFor.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Empty(_journal.Lines);

        await PassAsync(stop);
        Assert.Equal(["Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task A_worker_waits_for_nobody()
    {
        using var host = Build(services => services.AddHostedService<Loop>().AddHostedService<Server>());
        await StartAsync(host);

        // The clock stands still.
        await host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);

        Assert.Equal(["Loop has its token", "Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task In_development_nobody_waits_for_a_load_balancer()
    {
        _requests.Finish();
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests), Environments.Development);
        await StartAsync(host);

        await host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_again_waits_for_the_same_drain_and_begins_no_other()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<Server>());
        await StartAsync(host);

        var first = host.StopAsync(TestContext.Current.CancellationToken);
        var second = host.StopAsync(TestContext.Current.CancellationToken);
        Stop(host);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(_journal.Lines);
        Assert.False(first.IsCompleted || second.IsCompleted);

        _requests.Finish();
        await PassAsync(Task.WhenAll(first, second));
        Assert.Equal(1, _requests.Waits);
    }

    [Fact]
    public async Task Whoever_stops_the_host_when_it_is_stopping_does_not_block_it()
    {
        _requests.Finish();
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests));
        await StartAsync(host);
        var nested = new TaskCompletionSource<Task>();
        Stopping(host).Register(() => nested.SetResult(host.StopAsync()));

        // Not by a signal: the drain itself says that the host is stopping.
        await PassAsync(host.StopAsync(TestContext.Current.CancellationToken));
        await PassAsync(await nested.Task);
        Assert.Equal(1, _requests.Waits);
    }

    [Fact]
    public async Task A_shutdown_whose_time_is_over_ends_the_drain_without_an_error()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<Server>());
        await StartAsync(host);

        using var timeIsUp = new CancellationTokenSource();
        var stop = host.StopAsync(timeIsUp.Token);
        await timeIsUp.CancelAsync();

        await stop.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(["Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task A_host_that_did_not_start_has_nothing_to_drain()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<FailsToStart>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        await host.StopAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Equal(0, _requests.Waits);
    }

    [Fact]
    public async Task A_loop_that_fails_stops_the_host_in_good_order()
    {
        using var host = Build(services => services.AddSingleton<IServedRequests>(_requests).AddHostedService<Server>().AddHostedService<FailsLater>());
        var run = host.RunAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => Stopping(host).IsCancellationRequested);
        Assert.Empty(_journal.Lines);

        _requests.Finish();
        await PassAsync(run.ContinueWith(static _ => { }, TaskScheduler.Default));
        Assert.Equal(["Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task A_service_that_fails_to_stop_does_not_disturb_the_drain()
    {
        using var host = Build(services => services.AddHostedService<Loop>().AddHostedService<FailsToStop>().AddHostedService<Server>());
        await StartAsync(host);

        await Assert.ThrowsAnyAsync<Exception>(() => PassAsync(host.StopAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(["Loop has its token", "Server stops"], _journal.Lines);
    }

    [Fact]
    public async Task Loops_end_one_after_the_other_the_last_registered_first()
    {
        using var host = Build(services => services.AddHostedService<Slow>().AddHostedService<Loop>());
        await StartAsync(host);
        await PassAsync(host.StopAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["Loop has its token", "Slow has its token", "Slow has ended"], _journal.Lines);

        _journal.Lines.Clear();
        using var other = Build(services => services.AddHostedService<Loop>().AddHostedService<Slow>());
        await StartAsync(other);
        await PassAsync(other.StopAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Slow has its token", "Slow has ended", "Loop has its token"], _journal.Lines);
    }

    [Fact]
    public async Task Loops_end_together_where_the_host_is_told_so()
    {
        using var host = Build(services => services.AddHostedService<Loop>().AddHostedService<Slow>()
            .Configure<HostOptions>(options => options.ServicesStopConcurrently = true));
        await StartAsync(host);

        // The slow one is slow by a clock that stands still.
        var stop = host.StopAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => _journal.Lines.Contains("Loop has its token"));
        Assert.DoesNotContain("Slow has ended", _journal.Lines);
        await PassAsync(stop);
    }

    [Theory]
    [InlineData(typeof(IgnoresItsToken))]
    [InlineData(typeof(BlocksWhoeverCancels))]
    public async Task A_loop_that_does_not_end_keeps_no_other_from_its_token(Type stubborn)
    {
        using var host = Build(services =>
        {
            services.AddHostedService<Loop>().AddSingleton(typeof(IHostedService), stubborn);
            services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(2));
        });
        await StartAsync(host);

        var stop = Task.Run(() => host.StopAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            while (!_journal.Lines.Contains("Loop has its token"))
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Delay(10, patience.Token);
            }
        }
        finally
        {
            _journal.Release();
        }

        await stop.WaitAsync(s_patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_loop_with_a_way_of_its_own_to_stop_is_left_to_the_host_which_calls_it_once()
    {
        using var host = Build(services => services.AddHostedService<OwnWay>().AddHostedService<Server>());
        await StartAsync(host);
        await PassAsync(host.StopAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["Server stops", "OwnWay stops", "OwnWay has its token"], _journal.Lines);
    }

    private IHost Build(Action<IServiceCollection> configure, string environment = "Production")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_journal).AddDrain();
        configure(builder.Services);
        return builder.Build();
    }

    /// <summary>Starts a host and waits until its loops run: one that has its token before that does not run at all.</summary>
    private async Task StartAsync(IHost host)
    {
        await host.StartAsync(TestContext.Current.CancellationToken);
        var loops = host.Services.GetServices<IHostedService>().Count(service => service is BackgroundService);
        await UntilAsync(() => _journal.Begun == loops);
        _journal.Begun = 0;
    }

    private static CancellationToken Stopping(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    private static void Stop(IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    /// <summary>Lets time pass until a task has ended.</summary>
    private async Task PassAsync(Task task)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(5, CancellationToken.None);
        }

        await task;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    private sealed class FakeRequests : IServedRequests
    {
        public (TimeSpan Timeout, string? Operation) Longest => default;

        public bool ComeFromElsewhere => true;

        private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waits;

        public int Count => _finished.Task.IsCompleted ? 0 : 1;

        public int Waits => _waits;

        public Task AreWaitedFor => _waited.Task;

        public void Finish() => _finished.TrySetResult();

        public Task FinishedAsync()
        {
            Interlocked.Increment(ref _waits);
            _waited.TrySetResult();
            return _finished.Task;
        }
    }

    private sealed class Journal
    {
        private readonly TaskCompletionSource _released = new();

        public ConcurrentQueue<string> Lines { get; } = [];

        public int Begun;

        public void Begin() => Interlocked.Increment(ref Begun);

        public void Write(string line) => Lines.Enqueue(line);

        public void Release() => _released.TrySetResult();

        public void WaitForRelease() => _released.Task.Wait(2 * s_patience);
    }

    private sealed class Loop(Journal journal) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            journal.Begin();
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            journal.Write("Loop has its token");
        }
    }

    private sealed class Slow(Journal journal, TimeProvider clock) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            journal.Begin();
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            journal.Write("Slow has its token");
            await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            journal.Write("Slow has ended");
        }
    }

    private sealed class IgnoresItsToken(Journal journal) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            journal.Begin();
            return Task.Run(journal.WaitForRelease, CancellationToken.None);
        }
    }

    private sealed class BlocksWhoeverCancels(Journal journal) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            stoppingToken.Register(journal.WaitForRelease);
            journal.Begin();
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class OwnWay(Journal journal) : BackgroundService
    {
        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            journal.Write("OwnWay stops");
            await base.StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            journal.Begin();
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            journal.Write("OwnWay has its token");
        }
    }

    private sealed class FailsLater : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("The loop is broken.");
        }
    }

    private sealed class Server(Journal journal) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            journal.Write("Server stops");
            return Task.CompletedTask;
        }
    }

    private sealed class FailsToStart : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("It does not start.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class FailsToStop : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Not now.");

        public Task StopAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Nor then.");

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
