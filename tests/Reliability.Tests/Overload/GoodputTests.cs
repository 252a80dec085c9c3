using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>What the <c>overload</c> command of the benchmarks measures on real time, and what is promised of it, on a clock that stands
/// still: whatever the machine has to do meanwhile, the same comes and the same is done.</summary>
public sealed class GoodputTests
{
    private const int Seconds = 45;

    // Long enough for the adaptive limit to look for what calls need by themselves, three times.
    private static readonly double[] s_loads = [0.5, 0.75, 1, 1.5, 2, 3];

    private static readonly CapacityLimits s_fixed = new() { MaxConcurrency = SimulatedBackend.Capacity, QueueLimit = 3 * SimulatedBackend.Capacity };

    // Told nothing but a bound that nobody has thought about.
    private static readonly CapacityLimits s_adaptive = s_fixed with { MaxConcurrency = 200, MinConcurrency = 2, IsAdaptive = true };

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task At_three_times_its_capacity_a_service_with_a_limit_does_what_it_can_and_in_time(int seed) => DoesWhatItCanAsync(s_fixed, seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task At_three_times_its_capacity_a_service_that_finds_its_limit_does_what_it_can_and_in_time(int seed) => DoesWhatItCanAsync(s_adaptive, seed);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Without_a_limit_the_same_load_is_the_end_of_it(int seed)
    {
        var peak = await PeakAsync(s_fixed, seed);
        var most = new SimulatedTraffic(3);
        await SimulatedService.RunAsync(null, seed, Seconds, most);
        Assert.True(most.Good < 0.2 * peak, $"{most}; the peak is {peak}.");
    }

    private static async Task DoesWhatItCanAsync(CapacityLimits limits, int seed)
    {
        var most = new SimulatedTraffic(3);
        await SimulatedService.RunAsync(limits, seed, Seconds, most);
        var peak = Math.Max(await PeakAsync(s_fixed, seed), await PeakAsync(limits, seed));
        Assert.True(most.Good >= 0.9 * peak, $"{most}; the peak is {peak}.");
        Assert.True(most.KeptShare >= 0.99, $"{most}");
    }

    /// <summary>The most that is answered in time under any load.</summary>
    private static async Task<int> PeakAsync(CapacityLimits limits, int seed)
    {
        var peak = 0;
        foreach (var load in s_loads)
        {
            var traffic = new SimulatedTraffic(load);
            await SimulatedService.RunAsync(limits, seed, Seconds, traffic);
            TestContext.Current.TestOutputHelper?.WriteLine(traffic.ToString());
            peak = Math.Max(peak, traffic.Good);
        }

        return peak;
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public async Task At_twice_its_capacity_what_matters_is_answered(bool isAdaptive, double critical, int seed)
    {
        var matters = new SimulatedTraffic(critical);
        var plus = new SimulatedTraffic(0.5, Criticality.SheddablePlus);
        var rest = new SimulatedTraffic(1.5 - critical, Criticality.Sheddable);
        await SimulatedService.RunAsync(isAdaptive ? s_adaptive : s_fixed, seed, Seconds, matters, plus, rest);
        TestContext.Current.TestOutputHelper?.WriteLine($"{matters} {matters.GoodShare}; {plus}; {rest}");
        Assert.True(matters.GoodShare >= 0.99, $"{matters}; {plus}; {rest}");
    }

    public static TheoryData<bool, double, int> Mixes()
    {
        var mixes = new TheoryData<bool, double, int>();
        foreach (var isAdaptive in new[] { false, true })
        {
            foreach (var critical in new[] { 0.5, 0.6 })
            {
                foreach (var seed in Enumerable.Range(1, 5))
                    mixes.Add(isAdaptive, critical, seed);
            }
        }

        return mixes;
    }
}
