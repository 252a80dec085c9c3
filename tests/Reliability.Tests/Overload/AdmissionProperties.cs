using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Reliability.Deadlines;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>What holds whatever calls come, end, give up and run out of time.</summary>
public sealed class AdmissionProperties
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private abstract record Step
    {
        public sealed record Enter(Criticality Criticality, int? DeadlineMilliseconds) : Step;

        public sealed record Leave(int Which, bool Twice) : Step;

        public sealed record GiveUp(int Which) : Step;

        public sealed record Wait(int Milliseconds) : Step;

        public sealed record Change(int Limit, int Queue) : Step;
    }

    private static readonly Gen<Step> s_steps = Gen.Frequency(
        (5, Gen.Select(Gen.Enum<Criticality>(), Gen.Int[0, 300].Nullable(), (criticality, deadline) => (Step)new Step.Enter(criticality, deadline))),
        (4, Gen.Select(Gen.Int[0, 100], Gen.Bool, (which, twice) => (Step)new Step.Leave(which, twice))),
        (1, Gen.Int[0, 100].Select(which => (Step)new Step.GiveUp(which))),
        (1, Gen.Int[1, 150].Select(milliseconds => (Step)new Step.Wait(milliseconds))),
        (1, Gen.Select(Gen.Int[1, 8], Gen.Int[0, 6], (limit, queue) => (Step)new Step.Change(limit, queue))));

    /// <summary>Every call ends as a plain list of numbers says it must: admitted in the order of criticality and arrival, never above the
    /// limit, as soon as there is room; and what ended left nothing behind. The limit may change at any time.</summary>
    [Fact]
    public Task Calls_are_let_in_and_turned_away_as_the_model_says() =>
        (from limit in Gen.Int[1, 6]
         from queue in Gen.Int[0, 6]
         from share in Gen.Double[0.1, 1]
         from steps in s_steps.Array[0, 60]
         select (limit, queue, share, steps)).SampleAsync(
            async it =>
            {
                var clock = new FakeTimeProvider();
                var limits = new CapacityLimits { MaxConcurrency = it.limit, QueueLimit = it.queue, QueueTimeout = s_patience };
                using var limiter = new AdmissionLimiter(limits, clock, it.share);
                var world = new World(limiter, new(limits, it.share), clock, limits);
                foreach (var step in it.steps)
                    world.Do(step);

                await world.EndAsync();
            },
            iter: 3000);

    /// <summary>On real threads: nobody waits for ever, and never are there more than the limit, or the highest of those that there
    /// were.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_place_is_lost_and_none_is_given_twice_when_everything_happens_at_once(bool limitChanges)
    {
        const int Limit = 3;
        const int Highest = 5;
        var limits = new CapacityLimits { MaxConcurrency = Limit, QueueLimit = 8, QueueTimeout = TimeSpan.FromMilliseconds(2) };
        using var limiter = new AdmissionLimiter(limits, TimeProvider.System);
        var (active, most, admitted) = (0, 0, 0);

        await Parallel.ForAsync(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 24 }, async (worker, _) =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 2000; i++)
            {
                using var caller = new CancellationTokenSource();
                if (limitChanges && random.Next(8) == 0)
                    limiter.Change(limits with { MaxConcurrency = random.Next(1, Highest + 1), QueueLimit = random.Next(9) });

                if (random.Next(4) == 0)
                    caller.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));

                Deadline? deadline = random.Next(4) == 0 ? new(Moment.In(TimeSpan.FromMilliseconds(random.Next(3)), TimeProvider.System)) : null;
                try
                {
                    var admission = await limiter.EnterAsync((Criticality)random.Next(4), deadline, caller.Token);
                    if (admission.Refusal is not null)
                        continue;

                    using var lease = admission.Lease;
                    var now = Interlocked.Increment(ref active);
                    for (int seen; (seen = Volatile.Read(ref most)) < now;)
                        Interlocked.CompareExchange(ref most, now, seen);

                    Interlocked.Increment(ref admitted);
                    await Task.Yield();
                    Interlocked.Decrement(ref active);
                }
                catch (OperationCanceledException)
                {
                    // It gave up.
                }
            }
        }).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        limiter.Change(limits);
        Assert.InRange(most, 1, limitChanges ? Highest : Limit);
        Assert.Equal((0, 0), (limiter.Active, limiter.Queued));
        var statistics = limiter.GetStatistics()!;
        Assert.Equal(((long)Limit, (long)admitted), (statistics.CurrentAvailablePermits, statistics.TotalSuccessfulLeases));
    }

    /// <summary>The limiter beside its model.</summary>
    private sealed class World(AdmissionLimiter limiter, Model model, FakeTimeProvider clock, CapacityLimits limits)
    {
        private readonly List<(Task<Admission> Real, CancellationTokenSource Caller, Call Expected)> _calls = [];

        public void Do(Step step)
        {
            switch (step)
            {
                case Step.Enter enter:
                    var caller = new CancellationTokenSource();
                    Deadline? deadline = enter.DeadlineMilliseconds is { } left ? new(Moment.In(TimeSpan.FromMilliseconds(left), clock)) : null;
                    var expected = model.Enter(enter.Criticality, enter.DeadlineMilliseconds);
                    _calls.Add((limiter.EnterAsync(enter.Criticality, deadline, caller.Token).AsTask(), caller, expected));
                    break;

                case Step.Leave leave when _calls.Where(call => call.Expected.State == State.Admitted).ToList() is { Count: > 0 } running:
                    Leave(running[leave.Which % running.Count], leave.Twice);
                    break;

                case Step.GiveUp { Which: var which } when _calls.Count > 0:
                    var (_, gone, call) = _calls[which % _calls.Count];
                    gone.Cancel();
                    model.GiveUp(call);
                    break;

                case Step.Change { Limit: var limit, Queue: var queue }:
                    var changed = limits with { MaxConcurrency = limit, QueueLimit = queue };
                    limiter.Change(changed);
                    model.Change(changed);
                    break;

                case Step.Wait { Milliseconds: var milliseconds }:
                    // One by one: what runs out of time at the same moment does so in no order.
                    for (var i = 0; i < milliseconds; i++)
                    {
                        clock.Advance(TimeSpan.FromMilliseconds(1));
                        model.Advance();
                    }

                    break;
            }

            Assert.Equal((model.Active, model.Queued), (limiter.Active, limiter.Queued));
        }

        public async Task EndAsync()
        {
            foreach (var call in _calls)
            {
                if (call.Expected.State is State.Waiting)
                {
                    await call.Caller.CancelAsync();
                    model.GiveUp(call.Expected);
                }
            }

            foreach (var call in _calls.Where(call => call.Expected.State == State.Admitted).ToList())
                Leave(call, twice: false);

            Assert.Equal((0, 0), (limiter.Active, limiter.Queued));
            foreach (var (real, caller, expected) in _calls)
            {
                Assert.Equal(expected.Outcome, await OutcomeAsync(real));
                caller.Dispose();
            }
        }

        private void Leave((Task<Admission> Real, CancellationTokenSource Caller, Call Expected) call, bool twice)
        {
            // Its answer comes on another thread, but it comes: the model says so.
#pragma warning disable xUnit1031
            Assert.True(call.Real.Wait(TimeSpan.FromMinutes(1)), "An admitted call was not told.");
            var lease = call.Real.Result.Lease;
#pragma warning restore xUnit1031
            lease.Dispose();
            if (twice)
                lease.Dispose();

            model.Leave(call.Expected);
        }

        private static async Task<string> OutcomeAsync(Task<Admission> call)
        {
            try
            {
                var admission = await call.WaitAsync(TimeSpan.FromMinutes(1));
                return admission.Refusal?.ToString() ?? "Admitted";
            }
            catch (OperationCanceledException)
            {
                return "GaveUp";
            }
        }
    }

    private enum State
    {
        Waiting,
        Admitted,
        Ended,
        Refused,
    }

    private sealed class Call(Criticality criticality, int arrival)
    {
        public Criticality Criticality => criticality;

        public int Arrival => arrival;

        public State State { get; set; }

        public string Outcome { get; set; } = "Waiting";

        public int Until { get; set; }

        public string OutOfTime { get; set; } = nameof(ShedReason.QueueTimeout);
    }

    /// <summary>The same by lists and loops, without a thought for speed.</summary>
    private sealed class Model(CapacityLimits declared, double share)
    {
        private const int Memory = 10_000;

        private readonly List<Call> _calls = [];
        private CapacityLimits _limits = declared;
        private int _now;
        private int _importantUntil = int.MinValue;

        public int Active => _calls.Count(call => call.State == State.Admitted);

        public int Queued => Waiting.Count();

        private IEnumerable<Call> Waiting => _calls.Where(call => call.State == State.Waiting).OrderByDescending(call => call.Criticality).ThenBy(call => call.Arrival);

        public Call Enter(Criticality criticality, int? deadline)
        {
            var call = new Call(criticality, _calls.Count) { State = State.Refused, Until = _now + (int)_limits.QueueTimeout.TotalMilliseconds };
            if (deadline is { } left && left <= _limits.QueueTimeout.TotalMilliseconds)
                (call.Until, call.OutOfTime) = (_now + left, nameof(ShedReason.Deadline));

            _calls.Add(call);
            if (call.Until == _now)
            {
                call.Outcome = nameof(ShedReason.Deadline);
                return call;
            }

            if (criticality >= Criticality.Critical)
                _importantUntil = _now + Memory;

            LetIn();
            if (!CanStart(criticality) && Queued >= _limits.QueueLimit)
            {
                if (Waiting.LastOrDefault() is not { } lowest || lowest.Criticality >= criticality)
                {
                    call.Outcome = nameof(ShedReason.QueueFull);
                    return call;
                }

                (lowest.State, lowest.Outcome) = (State.Refused, nameof(ShedReason.Displaced));
            }

            call.State = State.Waiting;
            LetIn();
            return call;
        }

        public void Change(CapacityLimits changed)
        {
            _limits = changed;
            LetIn();
        }

        public void Leave(Call call)
        {
            call.State = State.Ended;
            LetIn();
        }

        public void GiveUp(Call call)
        {
            if (call.State == State.Waiting)
                (call.State, call.Outcome) = (State.Refused, "GaveUp");
        }

        public void Advance()
        {
            _now++;
            foreach (var call in Waiting.Where(call => call.Until <= _now).ToList())
                (call.State, call.Outcome) = (State.Refused, call.OutOfTime);
        }

        private void LetIn()
        {
            foreach (var call in Waiting.ToList())
            {
                if (!CanStart(call.Criticality))
                    return;

                (call.State, call.Outcome) = (State.Admitted, "Admitted");
            }
        }

        private bool CanStart(Criticality criticality) =>
            Active < _limits.MaxConcurrency
            && (criticality >= Criticality.Critical
                || _now >= _importantUntil
                || _calls.Count(call => call.State == State.Admitted && call.Criticality < Criticality.Critical) < Math.Max(1, (int)(_limits.MaxConcurrency * share)));
    }
}
