using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Reliability.Health;
using Reliability.Hosting.Health;
using Reliability.Model;

namespace Reliability.Hosting.Tests.Health;

/// <summary>One life of a service, in which things happen in a random order; after each the probes are held against what is true. The
/// same seed makes the same life: time moves only when the test moves it, and it waits until everybody has done what can be
/// done without time.</summary>
internal sealed class Chaos : IAsyncDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_cacheFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly string?[] s_groups = [null, "live", "ready", "startup"];

    private readonly Random _random;
    private readonly ChaosTally _tally;
    private readonly TestHost _host;
    private readonly ChaosCheck[] _checks;
    private readonly ChaosHeart _loop;
    private readonly ChaosHeart _consumer;
    private readonly List<ChaosProbe> _pending = [];
    private bool _hasStarted;
    private bool _hasSucceededInStarting;
    private bool _isStopping;

    public Chaos(int seed, ChaosTally tally)
    {
        _random = new(seed);
        _tally = tally;
        ChaosCheck[]? checks = null;
        (Heartbeat Loop, Heartbeat Consumer)? hearts = null;
        _host = TestHost.Build(
            builder =>
            {
                foreach (var check in checks!)
                    builder.AddCheck(check.Name, check, tags: [check.Group, check.Alone]);
            },
            (declared, clock) =>
            {
                checks = [new("local", "live", clock), new("inventory", "ready", clock), new("recommendations", "ready", clock), new("warm", "startup", clock)];
                hearts = (new("loop", s_maxSilence, typeof(Loop), clock: clock), new("consumer", s_maxSilence, typeof(string), mayIdle: true, clock));
                declared.Add(hearts.Value.Loop);
                declared.Add(hearts.Value.Consumer);
                declared.Add(new DeclaredDependency("inventory", IsRequired: true));
                declared.Add(new DeclaredDependency("recommendations", IsRequired: false));
            },
            services => services.AddHostedService<Loop>());
        _checks = checks!;
        _loop = new(hearts!.Value.Loop, _host.Clock);
        _consumer = new(hearts.Value.Consumer, _host.Clock);
    }

    /// <summary>What has happened so far, for whoever reads a failure.</summary>
    public List<string> Story { get; } = [];

    private DateTimeOffset Now => _host.Clock.GetUtcNow();

    public async Task StepAsync()
    {
        switch (_random.Next(10))
        {
            case 0:
                await CompareAsync();
                break;
            case 1 or 2 or 3:
                await ProbeAsync();
                break;
            case 4:
                Advance(TimeSpan.FromMilliseconds(_random.Next(4000)));
                break;
            default:
                await HappenAsync();
                break;
        }
    }

    /// <summary>When everything is well again, every probe says so.</summary>
    public async Task SettleAsync()
    {
        Story.Add("all is well");
        foreach (var check in _checks)
            check.Say(HealthStatus.Healthy);

        await StartAsync();
        while (_consumer.HasWork)
            _consumer.EndWork(0);

        // What hung ends on a thread of its own.
        for (var i = 0; ; i++)
        {
            _loop.Beat();
            _consumer.Beat();
            Advance(s_cacheFor);
            var (all, live) = (await AnswerAsync(null), await AnswerAsync("live"));
            if (live.Status == HealthStatus.Healthy && all.Status == (_isStopping ? HealthStatus.Unhealthy : HealthStatus.Healthy)
                && all.Checks.All(check => check.Status == HealthStatus.Healthy || (_isStopping && check.Name == OwnChecks.Accepting)))
                return;

            Assert.True(i < 5000, $"Still {all.Status}: {string.Join(", ", all.Checks.Select(check => $"{check.Name} {check.Status} {check.Description}"))}");
            await Task.Delay(1);
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var check in _checks)
            check.Say(HealthStatus.Healthy);

        return _host.DisposeAsync();
    }

    /// <summary>Some probes at once. While one of them waits for a check that hangs, other things happen.</summary>
    private async Task ProbeAsync()
    {
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var group = s_groups[_random.Next(s_groups.Length)];
            Story.Add($"probe {group ?? "all"}");
            await BeginAsync(group);
        }

        var deadline = Now + s_timeout;
        while (_pending.Count > 0 && _random.Next(4) != 0 && Now < deadline)
        {
            await HappenAsync();
            await JudgeAsync();
            var piece = TimeSpan.FromMilliseconds(_random.Next(200));
            if (Now + piece < deadline)
                Advance(piece);

            await JudgeAsync();
        }

        if (_pending.Count == 0)
            return;

        _tally.Count(ChaosTally.TimedOut);
        Advance(deadline - Now);
        foreach (var probe in _pending)
            Judge(probe, await WithinPatienceAsync(probe.Answer, $"The probe of {probe.Group ?? "all"} does not answer in its time."));

        _pending.Clear();
    }

    private async Task<ChaosProbe> BeginAsync(string? group)
    {
        var probe = new ChaosProbe(group, !_hasSucceededInStarting, Now, _host.Monitor.CheckAsync(group, CancellationToken.None));
        _pending.Add(probe);
        await JudgeAsync();
        return probe;
    }

    /// <summary>One thing that happens to a service.</summary>
    private async Task HappenAsync()
    {
        var check = _checks[_random.Next(_checks.Length)];
        switch (_random.Next(12))
        {
            case 0 or 1 when !_hasStarted:
                await StartAsync();
                break;
            case 1 when _pending.Count > 0 || _random.Next(6) == 0:
                await StopAsync();
                break;
            case 2 or 3:
                Story.Add($"{check.Name} hangs");
                check.Hang(obeysItsToken: true);
                break;
            case 4:
                Story.Add($"{check.Name} hangs for good");
                check.Hang(obeysItsToken: false);
                break;
            case 5:
                Story.Add($"{check.Name} fails");
                check.Say(HealthStatus.Unhealthy);
                break;
            case 6 or 7:
                Story.Add($"{check.Name} recovers");
                check.Say(HealthStatus.Healthy);
                break;
            case 8:
                Story.Add("work begins");
                _consumer.BeginWork();
                break;
            case 9 when _consumer.HasWork:
                Story.Add("work ends");
                _consumer.EndWork(_random.Next());
                break;
            default:
                Story.Add("beat");
                _loop.Beat();
                break;
        }
    }

    private async Task StartAsync()
    {
        if (_hasStarted)
            return;

        Story.Add("start");
        await _host.Host.StartAsync(CancellationToken.None);
        _loop.Owe();
        _hasStarted = true;
    }

    /// <summary>What SIGTERM does first.</summary>
    private async Task StopAsync()
    {
        // A host that was told to stop before it has started does not start.
        if (_isStopping || !_hasStarted)
            return;

        // What was answered before is true of before, although nobody has looked at it yet.
        await JudgeAnsweredAsync();
        Story.Add("stop");
        if (_pending.Any(probe => probe.IncludesGroup("ready")))
            _tally.Count(ChaosTally.StopOvertakesProbe);

        _host.Lifetime.StopApplication();
        _isStopping = true;
    }

    private void Advance(TimeSpan time)
    {
        Story.Add($"{time.TotalMilliseconds:0} ms");
        _host.Clock.Advance(time);
    }

    /// <summary>Waits until everybody has done what can be done without time, and looks at the probes that have their answer by then.</summary>
    private async Task JudgeAsync()
    {
        var waiting = new HashSet<ChaosCheck>();
        foreach (var check in _checks.Where(check => _pending.Any(probe => probe.IsAnsweredBy(check))))
        {
            var alone = _host.Monitor.CheckAsync(check.Alone, CancellationToken.None);
            if (alone.IsCompleted)
                continue;

            if (check.IsHanging)
            {
                waiting.Add(check);
                await WithinPatienceAsync(BegunAsync(check), $"{check.Name} is not called.");
            }
            else
            {
                await WithinPatienceAsync(alone, $"{check.Name} does not answer, although it does not hang.");
            }
        }

        foreach (var probe in _pending.Where(probe => !waiting.Any(probe.IsAnsweredBy)))
            Judge(probe, await WithinPatienceAsync(probe.Answer, $"The probe of {probe.Group ?? "all"} waits for nothing, and does not answer."));

        _pending.RemoveAll(probe => probe.IsJudged);
        await JudgeAnsweredAsync();
    }

    /// <summary>A probe may have its answer although a check hangs now: when it came the check was still known, or had not ended since it was
    /// last asked.</summary>
    private async Task JudgeAnsweredAsync()
    {
        foreach (var probe in _pending.Where(probe => probe.Answer.IsCompleted))
            Judge(probe, await probe.Answer);

        _pending.RemoveAll(probe => probe.IsJudged);
    }

    private static async Task<bool> BegunAsync(ChaosCheck check)
    {
        while (!check.IsUnderWay)
            await Task.Delay(1);

        return true;
    }

    private void Judge(ChaosProbe probe, GroupHealth health)
    {
        probe.IsJudged = true;
        if (probe.IncludesGroup("startup") || (probe.AsksStartup && probe.Group == "ready"))
            JudgeStartup(health);

        if (probe.IncludesGroup("ready"))
            JudgeReadiness(health);

        if (probe.IncludesGroup("live"))
            JudgeLiveness(health);

        foreach (var result in health.Checks)
            JudgeAge(probe, result);

        Assert.Equal(health.Checks.Min(check => check.Status), health.Status);
        if (health.Checks.Any(check => check.Description?.StartsWith("Has not ended", StringComparison.Ordinal) == true))
            _tally.Count(ChaosTally.Hanging);
    }

    private void JudgeReadiness(GroupHealth health)
    {
        if (_hasStarted && !_isStopping)
        {
            Assert.Equal(HealthStatus.Healthy, Of(health, OwnChecks.Accepting));
            if (health.Status == HealthStatus.Unhealthy)
                return;

            Assert.True(_hasSucceededInStarting, "Ready before its startup checks have ever succeeded.");
            _tally.Count(ChaosTally.Ready);
            return;
        }

        _tally.Count(_isStopping ? ChaosTally.UnreadyWhileStopping : ChaosTally.UnreadyBeforeStart);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
    }

    private void JudgeStartup(GroupHealth health)
    {
        Assert.Equal(_hasStarted ? HealthStatus.Healthy : HealthStatus.Unhealthy, Of(health, OwnChecks.Started));
        if (_hasStarted && Of(health, "warm") != HealthStatus.Unhealthy)
            _hasSucceededInStarting = true;
    }

    private void JudgeLiveness(GroupHealth health)
    {
        var isSilent = _loop.IsSilent || _consumer.IsSilent;
        Assert.Equal(isSilent ? HealthStatus.Unhealthy : HealthStatus.Healthy, Of(health, OwnChecks.Heartbeats));
        if (isSilent)
            Assert.Equal(HealthStatus.Unhealthy, health.Status);

        _tally.Count(isSilent ? ChaosTally.Silent : ChaosTally.Alive);
    }

    /// <summary>What was healthy longer ago than the cache keeps is not called healthy.</summary>
    private void JudgeAge(ChaosProbe probe, CheckHealth result)
    {
        if (result.Status == HealthStatus.Healthy && _checks.SingleOrDefault(check => check.Name == result.Name) is { HealthyUntil: { } until })
            Assert.True(probe.Begun - until < s_cacheFor, $"{result.Name} was healthy {probe.Begun - until} before the probe, and is called healthy.");

        if (result.Name == "recommendations")
            Assert.NotEqual(HealthStatus.Unhealthy, result.Status);
    }

    /// <summary>All groups at one moment: the whole is as its worst part, and who is ready has started.</summary>
    private async Task CompareAsync()
    {
        Story.Add("compare");
        await AnswerAsync(null);
        var before = Now;
        var all = await AnswerAsync(null);
        var (live, ready, startup) = (await AnswerAsync("live"), await AnswerAsync("ready"), await AnswerAsync("startup"));
        var afterwards = await AnswerAsync(null);
        if (Now != before || !Statuses(all).SequenceEqual(Statuses(afterwards)))
            return; // Something had to be asked again meanwhile, or what hung has ended: these are of different moments.

        Assert.Equal(all.Status, new[] { live.Status, ready.Status, startup.Status }.Min());
        foreach (var check in live.Checks.Concat(ready.Checks).Concat(startup.Checks))
            Assert.Equal(Of(all, check.Name), check.Status);

        if (ready.Status != HealthStatus.Unhealthy)
            Assert.NotEqual(HealthStatus.Unhealthy, Of(startup, OwnChecks.Started));

        _tally.Count(ChaosTally.Compared);
    }

    /// <summary>A probe during which nothing happens but time.</summary>
    private async Task<GroupHealth> AnswerAsync(string? group)
    {
        var answer = (await BeginAsync(group)).Answer;
        if (_pending.Count > 0)
        {
            Advance(s_timeout);
            await WithinPatienceAsync(answer, $"The probe of {group ?? "all"} does not answer in its time.");
            Judge(_pending[0], await answer);
            _pending.Clear();
        }

        return await answer;
    }

    private static IEnumerable<HealthStatus> Statuses(GroupHealth health) => health.Checks.Select(check => check.Status);

    private static HealthStatus Of(GroupHealth health, string check) => Assert.Single(health.Checks, it => it.Name == check).Status;

    private static async Task<T> WithinPatienceAsync<T>(Task<T> task, string complaint)
    {
        try
        {
            return await task.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException(complaint);
        }
    }

    private sealed class Loop : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
