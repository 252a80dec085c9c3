using Microsoft.Extensions.Time.Testing;
using Reliability.Failover;

namespace Reliability.Polly.Tests;

/// <summary>Clients with a <c>[Timeout]</c> for each attempt, and a dependency that does not refuse: for a while it takes what it is sent and answers
/// nothing; and the more wait for it, the less it gets done. On a clock that stands still, and on one thread.</summary>
internal sealed class HangingStorm(double budgetPercent)
{
    /// <summary>The calls of a second.</summary>
    public const int Normal = Clients * CallsPerSecond;

    /// <summary>The second in which the dependency works again.</summary>
    public const int HangsUntil = 25;

    private const int Clients = 10;
    private const int CallsPerSecond = 40;
    private const int Seconds = 50;
    private const int HangsFrom = 10;

    // What it can do when hardly anybody waits, and how many wait when it can do half of that, which is the least.
    private const double PerSecond = 1.5 * Normal;
    private const double Crowd = PerSecond / 4;

    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1d / CallsPerSecond);

    private readonly FakeTimeProvider _clock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private readonly Second[] _seconds = [.. Enumerable.Range(0, Seconds).Select(_ => new Second())];
    private double _credit;
    private int _second;

    /// <summary>Runs it.</summary>
    /// <returns>What the dependency saw and what the callers got, second by second.</returns>
    public Task<Second[]> RunAsync() => Task.Run(Run); // without a context that would run continuations elsewhere

    private Second[] Run()
    {
        var policy = new FailoverPolicy
        {
            Timeout = new() { Total = TimeSpan.FromSeconds(1), Attempt = TimeSpan.FromMilliseconds(250) },
            Retry = Sites.Retry with { Delay = TimeSpan.Zero, MaxDelay = TimeSpan.Zero, BudgetPercent = budgetPercent },
        };
        var clients = Enumerable.Range(0, Clients).Select(_ => Sites.Create(policy, _clock)).ToList();
        for (var tick = 0; tick < Seconds * CallsPerSecond; tick++)
        {
            _second = tick / CallsPerSecond;
            foreach (var client in clients)
                _ = CountAsync(client.ExecuteAsync(static (storm, token) => storm.TakeAsync(token), this, null, default));

            Work();
            _clock.Advance(s_tick);
        }

        return _seconds;
    }

    private Task TakeAsync(CancellationToken token)
    {
        _seconds[_second].Attempts++;
        var request = new TaskCompletionSource();
        token.UnsafeRegister(static request => ((TaskCompletionSource)request!).TrySetCanceled(), request);
        _waiting.Enqueue(request);
        return request.Task;
    }

    private void Work()
    {
        if (_second is >= HangsFrom and < HangsUntil)
            return;

        var crowd = _waiting.Count(request => !request.Task.IsCompleted) / Crowd;
        var possible = PerSecond * s_tick.TotalSeconds * (1 - (Math.Min(crowd, 1) / 2));
        _credit = Math.Min(_credit + possible, possible + 1);
        while (_credit >= 1 && _waiting.TryDequeue(out var request))
        {
            // Whose caller has gone costs nothing: its connection is closed.
            if (request.TrySetResult())
                _credit--;
        }
    }

    private async Task CountAsync(Task call)
    {
        if (await Sites.Ended(call) is null)
            _seconds[_second].Good++;
    }

    /// <summary>What happened in a second.</summary>
    internal sealed record Second
    {
        /// <summary>The attempts that the dependency saw.</summary>
        public int Attempts { get; set; }

        /// <summary>The calls that ended well.</summary>
        public int Good { get; set; }

        /// <inheritdoc />
        public override string ToString() => $"{Attempts}:{Good}";
    }
}
