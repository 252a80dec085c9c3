using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>What the <c>overload</c> command of the benchmarks measures on real time, and what is promised of it, on a clock that stands
/// still: whatever the machine has to do meanwhile, the same comes and the same is done.</summary>
public sealed class GoodputTests
{
    // Long enough for an adaptive limit to look for what calls need by themselves three times.
    private const int Seconds = 45;

    private static readonly double[] s_loads = [0.5, 0.75, 1, 1.5, 2, 3];

    private static readonly CapacityLimits s_fixed = new() { MaxConcurrency = SimulatedBackend.Capacity, QueueLimit = 3 * SimulatedBackend.Capacity };

    // Told nothing but a bound that nobody has thought about.
    private static readonly CapacityLimits s_adaptive = s_fixed with { MaxConcurrency = 200, MinConcurrency = 2, IsAdaptive = true };

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5];

    public static MatrixTheoryData<bool, double, int> Mixes => new([false, true], [0.5, 0.6], [1, 2, 3, 4, 5]);

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
        var most = new SimulatedTraffic(3);
        await SimulatedService.RunAsync(null, seed, Seconds, most);
        var peak = await PeakAsync(s_fixed, seed);
        Assert.True(most.Good < 0.2 * peak, $"{most}; the peak is {peak}.");
    }

    /// <summary>Below its capacity the limit is high, since nothing is felt of it. When a crowd comes by chance all the same, it is thinned
    /// out before many are late.</summary>
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.5, 17)]
    [InlineData(0.75, 1)]
    [InlineData(0.75, 17)]
    [InlineData(0.75, 22)]
    public async Task Below_its_capacity_a_service_that_finds_its_limit_answers_nearly_all(double load, int seed)
    {
        var traffic = new SimulatedTraffic(load);
        await SimulatedService.RunAsync(s_adaptive, seed, Seconds, traffic);
        Assert.True(traffic.GoodShare >= 0.96, $"{traffic}");
    }

    /// <summary>What matters is 0.5 or 0.6 of the capacity, and what does not is the rest of twice as much.</summary>
    [Theory]
    [MemberData(nameof(Mixes))]
    public async Task At_twice_its_capacity_what_matters_is_answered(bool isAdaptive, double critical, int seed)
    {
        var matters = new SimulatedTraffic(critical);
        var plus = new SimulatedTraffic(0.5, Criticality.SheddablePlus);
        var rest = new SimulatedTraffic(1.5 - critical, Criticality.Sheddable);
        await SimulatedService.RunAsync(isAdaptive ? s_adaptive : s_fixed, seed, Seconds, matters, plus, rest);
        Assert.True(matters.GoodShare >= 0.99, $"{matters}; {plus}; {rest}");
    }

    private static async Task DoesWhatItCanAsync(CapacityLimits limits, int seed)
    {
        var most = new SimulatedTraffic(3);
        await SimulatedService.RunAsync(limits, seed, Seconds, most);
        var peak = 0;
        foreach (var each in new[] { s_fixed, limits }.Distinct())
            peak = Math.Max(peak, await PeakAsync(each, seed));

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
            peak = Math.Max(peak, traffic.Good);
        }

        return peak;
    }
}
