using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Reliability.Failover;

/// <summary>The retries that a dependency is sent by the whole process. When it is down every call fails, and without a bound each of them
/// would be sent as often as its policy allows: three times the traffic, for as long as the dependency is down and often longer,
/// because it cannot come up under it.</summary>
/// <remarks>
/// A bucket of tokens; a retry takes one.
/// <list type="bullet">
/// <item>Each call earns <c>BudgetPercent / 100</c> of a token, when its first attempt is sent. A call that is turned away before,
/// for want of room or by an open breaker, earns nothing: otherwise callers that come again at once would earn retries by being turned
/// away.</item>
/// <item>Each second earns <see cref="FloorPerSecond"/>, so that a service that is hardly called may retry at all.</item>
/// <item>It holds what half a second of calls earns, at least <see cref="LeastCapacity"/>: what was earned in quiet times is not spent on an
/// outage.</item>
/// </list>
/// So the retries of any time are at most <c>calls × BudgetPercent / 100 + seconds × 0.1 + max(2, half a second of calls × BudgetPercent /
/// 100)</c>. Calls are only counted as they come, in counters that processors do not share; the tokens are worked out when a retry is
/// asked for, so a call that succeeds pays for one increment.
/// </remarks>
internal sealed class RetryBudget(string dependency, TimeProvider clock)
{
    /// <summary>The tokens that a second earns without a call.</summary>
    public const double FloorPerSecond = 0.1;

    /// <summary>The tokens that it can hold at least.</summary>
    public const double LeastCapacity = 2;

    /// <summary>The seconds of calls that it can hold the tokens of.</summary>
    public const double SecondsHeld = 0.5;

    private static readonly ConcurrentDictionary<(string Dependency, TimeProvider Clock), RetryBudget> s_all = [];

    private readonly Lock _lock = new();
    private ImmutableArray<Share> _shares = [];
    private double _tokens = LeastCapacity;
    private double _capacity = LeastCapacity;
    private double _earnedSinceRated;
    private long _settled = clock.GetTimestamp();
    private long _rated = clock.GetTimestamp();

    /// <summary>The budgets of the process.</summary>
    public static IEnumerable<RetryBudget> All => s_all.Select(pair => pair.Value);

    /// <summary>The dependency.</summary>
    public string Dependency { get; } = dependency;

    /// <summary>The retries that it allows now.</summary>
    public double Available
    {
        get
        {
            lock (_lock)
            {
                Settle();
                return Math.Floor(_tokens);
            }
        }
    }

    /// <summary>The budget of a dependency; a process has one clock, a test its own.</summary>
    public static RetryBudget Of(string dependency, TimeProvider clock) =>
        s_all.GetOrAdd((dependency, clock), static key => new(key.Dependency, key.Clock));

    /// <summary>Has the calls of an operation earn retries from now on.</summary>
    /// <param name="percent">The retries for a hundred calls.</param>
    public Share Join(double percent)
    {
        var share = new Share(percent / 100);
        lock (_lock)
        {
            Settle();
            _shares = _shares.Add(share);
        }

        return share;
    }

    /// <summary>Has them earn nothing any more.</summary>
    public void Leave(Share share)
    {
        lock (_lock)
        {
            Settle();
            _shares = _shares.Remove(share);
        }
    }

    /// <summary>Takes a retry, if there is one.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            Settle();
            if (_tokens < 1)
                return false;

            _tokens--;
            return true;
        }
    }

    private void Settle()
    {
        var now = clock.GetTimestamp();
        var earned = 0d;
        foreach (var share in _shares)
            earned += share.Take();

        _earnedSinceRated += earned;
        Rate(now);
        _tokens = Math.Min(_tokens + earned + (clock.GetElapsedTime(_settled, now).TotalSeconds * FloorPerSecond), _capacity);
        _settled = now;
    }

    /// <summary>What it can hold follows the traffic, over a second or longer.</summary>
    private void Rate(long now)
    {
        var seconds = clock.GetElapsedTime(_rated, now).TotalSeconds;
        if (seconds < 1)
            return;

        _capacity = Math.Max(LeastCapacity, _earnedSinceRated / seconds * SecondsHeld);
        _earnedSinceRated = 0;
        _rated = now;
    }

    /// <summary>What the calls of one operation earn.</summary>
    internal sealed class Share(double retriesPerCall)
    {
        private readonly StripedCounters _calls = new(1);
        private long _taken;

        /// <summary>The first attempt of a call is sent.</summary>
        public void Count() => _calls.Increment(0);

        /// <summary>The retries that were earned since the last time. Asked under the lock of the budget.</summary>
        public double Take()
        {
            var calls = _calls.Read(0);
            var earned = (calls - _taken) * retriesPerCall;
            _taken = calls;
            return earned;
        }
    }
}
