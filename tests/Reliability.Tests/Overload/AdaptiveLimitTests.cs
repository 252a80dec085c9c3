using CsCheck;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>A backend that serves so many calls at a time as fast as they can be served; with more of them each takes longer.</summary>
public sealed class AdaptiveLimitTests
{
    private static readonly Gen<Backend> s_backends =
        from capacity in Gen.Int[4, 100]
        from milliseconds in Gen.Double[2, 50]
        from noise in Gen.Double[0, 0.5]
        from seed in Gen.Int
        select new Backend(capacity, milliseconds, noise, new Random(seed));

    [Fact]
    public void Too_many_calls_that_make_each_other_slow_become_fewer() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 1000, Backend.Frequency);
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                return limit.Limit <= (3 * backend.Capacity) + 8;
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void What_the_backend_can_do_is_not_given_away() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 1000, Backend.Frequency);
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                var served = backend.Run(limit, demand: int.MaxValue, seconds: 60);
                return served >= 0.9 * backend.Most(seconds: 60);
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void A_backend_that_can_do_more_again_gets_more_again() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 1000, Backend.Frequency);
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                backend.Capacity *= 4;
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                return backend.Run(limit, demand: int.MaxValue, seconds: 60) >= 0.9 * backend.Most(seconds: 60);
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void A_backend_that_can_do_less_gets_less() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 1000, Backend.Frequency);
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                backend.Capacity = Math.Max(1, backend.Capacity / 4);
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                return limit.Limit <= (3 * backend.Capacity) + 8;
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void The_limit_stays_between_its_bounds_whatever_happens() =>
        (from min in Gen.Int[1, 20]
         from more in Gen.Int[0, 50]
         from calls in Gen.Select(Gen.Int[0, 10_000_000], Gen.Int[0, 1_000_000], Gen.Bool, Gen.Int[0, 200]).Array[500]
         select (min, max: min + more, calls)).Sample(
            it =>
            {
                var limit = new AdaptiveLimit(it.min, it.max, Backend.Frequency);
                var now = 0L;
                foreach (var (took, pause, failed, active) in it.calls)
                {
                    // Often enough the same, so that windows end.
                    for (var i = 0; i < 20; i++)
                    {
                        now += pause;
                        limit.Add(now - took, now, failed, active);
                        if (limit.Limit < it.min || limit.Limit > it.max)
                            return false;
                    }
                }

                return true;
            },
            iter: 200);

    [Fact]
    public void Calls_that_fail_fast_do_not_make_those_that_succeed_look_slow()
    {
        var backend = new Backend(capacity: 50, milliseconds: 20, noise: 0.2, new Random(1));
        var limit = new AdaptiveLimit(1, 100, Backend.Frequency);
        backend.Run(limit, demand: 20, seconds: 20);

        // A dependency refuses for a while: half of the calls fail in no time.
        backend.FailingShare = 0.5;
        backend.Run(limit, demand: 20, seconds: 40);
        backend.FailingShare = 0;
        backend.Run(limit, demand: 20, seconds: 5);

        // It stays above the demand by as much as it is known to bear.
        Assert.True(limit.Limit >= 26, $"The limit is {limit.Limit}.");
    }

    [Fact]
    public void A_crowd_in_which_every_caller_gives_up_is_thinned_out_until_some_are_served() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 5000, Backend.Frequency);
                backend.Capacity *= 20;
                backend.Run(limit, demand: int.MaxValue, seconds: 60);

                // Of a sudden it can do a twentieth: nobody is answered in time any more.
                backend.Capacity /= 20;
                backend.PatienceMilliseconds = 4 * backend.Milliseconds;
                backend.Run(limit, demand: int.MaxValue, seconds: 60);
                return limit.Limit <= (3 * backend.Capacity) + 8 && backend.Run(limit, demand: int.MaxValue, seconds: 60) >= 0.8 * backend.Most(seconds: 60);
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void A_process_that_starts_into_a_crowd_does_not_join_it() =>
        s_backends.Sample(
            backend =>
            {
                var limit = new AdaptiveLimit(1, 5000, Backend.Frequency);
                backend.PatienceMilliseconds = 10 * backend.Milliseconds;
                var served = backend.Run(limit, demand: int.MaxValue, seconds: 20);
                return limit.Limit <= (3 * backend.Capacity) + 8 && served >= 0.7 * backend.Most(seconds: 20);
            },
            iter: 25, print: backend => $"{backend}");

    [Fact]
    public void A_few_calls_of_a_slow_kind_are_not_taken_for_load()
    {
        var backend = new Backend(capacity: 200, milliseconds: 10, noise: 0.2, new Random(1)) { SlowShare = 0.02, SlowTimes = 100 };
        var limit = new AdaptiveLimit(1, 100, Backend.Frequency);
        backend.Run(limit, demand: int.MaxValue, seconds: 120);
        Assert.True(limit.Limit >= 80, $"The limit is {limit.Limit}.");
    }

    [Fact]
    public void A_service_that_got_slower_for_a_reason_of_its_own_is_not_throttled_for_ever()
    {
        var backend = new Backend(capacity: 200, milliseconds: 10, noise: 0.2, new Random(1));
        var limit = new AdaptiveLimit(1, 100, Backend.Frequency);
        backend.Run(limit, demand: int.MaxValue, seconds: 30);
        backend.Milliseconds *= 4;
        backend.Run(limit, demand: int.MaxValue, seconds: 90);
        Assert.True(limit.Limit >= 80, $"The limit is {limit.Limit}.");
    }

    /// <summary>They come as they like, and the backend could serve all of them at once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fast_and_slow_calls_together_are_not_taken_for_load(int seed)
    {
        var (slow, fast) = ((Milliseconds: 3000d, new CallKind()), (Milliseconds: 20d, new CallKind()));
        Assert.InRange(RefusedShare(seed, slow, fast), 0, 0.15);
    }

    /// <summary>Of a minute from the start, in which it has to learn.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Slow_calls_are_learned_in_seconds(int seed) => Assert.InRange(RefusedShare(seed, (3000, new CallKind())), 0, 0.35);

    /// <summary>Ten calls of each kind a second for a minute.</summary>
    private static double RefusedShare(int seed, params (double Milliseconds, CallKind Kind)[] kinds)
    {
        var random = new Random(seed);
        var limit = new AdaptiveLimit(1, 200, Backend.Frequency);
        var underWay = new PriorityQueue<(long Start, CallKind Kind), long>();
        var (calls, refused) = (0, 0);
        for (var now = 0d; now < 60 * Backend.Frequency; now -= Math.Log(1 - random.NextDouble()) * Backend.Frequency / (10 * kinds.Length))
        {
            while (underWay.TryPeek(out var ended, out var end) && end <= now)
            {
                var active = underWay.Count;
                underWay.Dequeue();
                limit.Add(ended.Start, end, hasFailed: false, active, ended.Kind);
            }

            calls++;
            var (milliseconds, kind) = kinds[random.Next(kinds.Length)];
            if (underWay.Count < limit.Limit)
                underWay.Enqueue(((long)now, kind), (long)(now + (milliseconds * Backend.Frequency / 1000)));
            else
                refused++;
        }

        return (double)refused / calls;
    }

    private sealed class Backend(int capacity, double milliseconds, double noise, Random random)
    {
        public const long Frequency = 1_000_000;

        private readonly PriorityQueue<(long Start, bool Failed), long> _underWay = new();
        private long _now;

        public int Capacity { get; set; } = capacity;

        public double Milliseconds { get; set; } = milliseconds;

        public double FailingShare { get; set; }

        public double SlowShare { get; set; }

        public double SlowTimes { get; set; } = 1;

        /// <summary>After which time callers give up.</summary>
        public double PatienceMilliseconds { get; set; } = double.PositiveInfinity;

        /// <summary>The calls that can be served in a time at best.</summary>
        public double Most(double seconds) => Capacity * seconds * 1000 / (Milliseconds * (1 + (noise / 2)));

        public override string ToString() => $"capacity {Capacity}, {Milliseconds:0.0} ms, noise {noise:0.00}";

        /// <summary>Serves as many as the limit and the demand allow.</summary>
        /// <returns>How many were served.</returns>
        public long Run(AdaptiveLimit limit, int demand, double seconds)
        {
            var end = _now + (long)(seconds * Frequency);
            var served = 0L;
            while (_now < end)
            {
                while (_underWay.Count < Math.Min(limit.Limit, demand))
                    Start();

                var active = _underWay.Count;
                _underWay.TryDequeue(out var call, out _now);
                limit.Add(call.Start, _now, call.Failed, active);
                if (!call.Failed)
                    served++;
            }

            return served;
        }

        private void Start()
        {
            var hasFailed = random.NextDouble() < FailingShare;
            var together = Math.Max(1, (_underWay.Count + 1.0) / Capacity);
            var kind = random.NextDouble() < SlowShare ? SlowTimes : 1;
            var took = hasFailed ? 0.1 : Milliseconds * together * kind * (1 + (noise * random.NextDouble()));
            if (took > PatienceMilliseconds)
                (took, hasFailed) = (PatienceMilliseconds, true);

            _underWay.Enqueue((_now, hasFailed), _now + Math.Max(1, (long)(took * Frequency / 1000)));
        }
    }
}
