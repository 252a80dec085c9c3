using CsCheck;

namespace Reliability.Tests;

public class EventRingTests
{
    private const int Steps = 12;
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Events in milliseconds since the one before, most of them close together, some after a long silence.</summary>
    private static readonly Gen<(int After, int Good, int Bad)[]> s_events =
        Gen.Select(Gen.Frequency((8, Gen.Int[0, 25_000]), (1, Gen.Int[0, 500_000])), Gen.Int[0, 9], Gen.Int[0, 9]).Array[0, 60];

    [Fact]
    public void A_window_holds_what_happened_in_its_steps() =>
        Gen.Select(s_events, Gen.Int[1, Steps], Gen.Int[0, 200_000]).Sample((events, window, later) =>
        {
            var (ring, log, now) = Play(events);
            now += TimeSpan.FromMilliseconds(later);
            var oldest = Step(now) - window + 1;
            var expected = log.Where(entry => Step(entry.At) >= oldest).Aggregate(default(EventCount), (sum, entry) => sum + entry.Events);
            Assert.Equal(expected, ring.Sum(now, s_step * window));
        });

    [Fact]
    public void The_last_steps_are_those_that_happened_the_oldest_first() =>
        Gen.Select(s_events, Gen.Int[1, Steps], Gen.Int[0, 200_000]).Sample((events, count, later) =>
        {
            var (ring, log, now) = Play(events);
            now += TimeSpan.FromMilliseconds(later);
            var expected = Enumerable.Range(0, count)
                .Select(i => Step(now) - count + 1 + i)
                .Select(step => log.Where(entry => Step(entry.At) == step).Aggregate(default(EventCount), (sum, entry) => sum + entry.Events));
            Assert.Equal(expected, ring.Last(now, count));
        });

    [Fact]
    public void A_clock_that_is_set_back_loses_no_event() =>
        Gen.Int[0, 110_000].Sample(back =>
        {
            var ring = new EventRing(s_step, Steps);
            ring.Add(s_start, new(1, 0));
            ring.Add(s_start - TimeSpan.FromMilliseconds(back), new(0, 1));
            Assert.Equal(new(1, 1), ring.Sum(s_start, s_step));
        });

    [Fact]
    public void After_a_long_silence_nothing_is_left()
    {
        var ring = new EventRing(s_step, Steps);
        ring.Add(s_start, new(5, 5));
        Assert.Equal(default, ring.Sum(s_start.AddYears(50), ring.Reach));
    }

    [Fact]
    public void A_ring_that_saw_nothing_is_empty() => Assert.Equal(default, new EventRing(s_step, Steps).Sum(s_start, s_step));

    [Fact]
    public void A_window_longer_than_the_ring_is_what_the_ring_has()
    {
        var ring = new EventRing(s_step, Steps);
        ring.Add(s_start, new(3, 1));
        Assert.Equal(new(3, 1), ring.Sum(s_start, TimeSpan.FromDays(1)));
    }

    private static long Step(DateTimeOffset at) => at.UtcTicks / s_step.Ticks;

    /// <summary>A ring beside a plain list of everything that happened.</summary>
    private static (EventRing Ring, List<(DateTimeOffset At, EventCount Events)> Log, DateTimeOffset Now) Play((int After, int Good, int Bad)[] events)
    {
        var (ring, log, now) = (new EventRing(s_step, Steps), new List<(DateTimeOffset, EventCount)>(), s_start);
        foreach (var (after, good, bad) in events)
        {
            now += TimeSpan.FromMilliseconds(after);
            ring.Add(now, new(good, bad));
            log.Add((now, new(good, bad)));
        }

        return (ring, log, now);
    }
}
