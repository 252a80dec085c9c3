using CsCheck;
using Reliability.Model;

namespace Reliability.Tests;

/// <summary>Every objective is read from what happened, not counted by itself.</summary>
public class EventCountersTests
{
    private const long TicksPerSecond = 1_000;

    [Fact]
    public void A_success_is_good_for_the_thresholds_that_it_keeps()
    {
        var counters = new EventCounters([Objective.Availability(99m), Objective.Latency(50m, 100m), Objective.Latency(99m, 1_000m)], TicksPerSecond);
        counters.EndGood(elapsed: 500);
        Assert.Equal([(1, 0), (0, 1), (1, 0)], Enumerable.Range(0, 3).Select(counters.Read));
    }

    [Fact]
    public void A_success_at_the_threshold_is_in_time()
    {
        var counters = new EventCounters([Objective.Latency(99m, 100m)], TicksPerSecond);
        counters.EndGood(elapsed: 100);
        counters.EndGood(elapsed: 101);
        Assert.Equal((1, 1), counters.Read(0));
    }

    [Fact]
    public void A_failure_is_bad_for_all()
    {
        var counters = new EventCounters([Objective.Availability(99m), Objective.Latency(50m, 100m)], TicksPerSecond);
        counters.EndBad();
        Assert.Equal([(0, 1), (0, 1)], Enumerable.Range(0, 2).Select(counters.Read));
    }

    [Fact]
    public void What_is_not_counted_has_ended_all_the_same()
    {
        var counters = new EventCounters([Objective.Availability(99m)], TicksPerSecond);
        counters.Begin();
        counters.Begin();
        counters.EndUncounted();
        Assert.Equal((1, (0L, 0L)), (counters.Active, counters.Read(0)));
    }

    [Fact]
    public void Without_a_threshold_nobody_needs_the_time() => Assert.False(new EventCounters([Objective.Availability(99m)], TicksPerSecond).NeedTime);

    /// <summary>The model counts for each objective by itself, in whatever order the objectives are declared.</summary>
    [Fact]
    public void Any_objectives_agree_with_a_counter_of_their_own() => Gen.Select(
        Gen.Int[1, 50].Array[0, 6], Gen.Bool, Gen.Int[-1, 60].Array[0, 200]).Sample((thresholds, alsoAvailability, durations) =>
        {
            List<Objective> objectives = [.. thresholds.Distinct().Select(threshold => Objective.Latency(90m, threshold))];
            if (alsoAvailability || objectives.Count == 0)
                objectives.Add(Objective.Availability(99m));

            var counters = new EventCounters(objectives, TicksPerSecond);
            foreach (var duration in durations)
            {
                if (duration < 0)
                    counters.EndBad();
                else
                    counters.EndGood(duration);
            }

            for (var i = 0; i < objectives.Count; i++)
            {
                var good = durations.LongCount(duration => duration >= 0 && duration <= (objectives[i].ThresholdMilliseconds ?? long.MaxValue));
                Assert.Equal((good, durations.Length - good), counters.Read(i));
            }
        });
}
