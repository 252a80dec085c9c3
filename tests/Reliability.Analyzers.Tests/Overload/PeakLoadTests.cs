using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Overload;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests.Overload;

/// <summary>The arithmetic of REL0709 is that of Little and of Poisson.</summary>
public class PeakLoadTests
{
    [Fact]
    public async Task The_message_prints_the_arithmetic()
    {
        var code = """
            using Reliability;

            public sealed partial class Orders
            {
                [Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 300)]
                [Capacity(PeakPerSecond = 800, MaxConcurrency = 32)]
                public partial Task PlaceAsync(int order);

                private Task PlaceAsyncCore(int order) => Task.CompletedTask;
            }
            """;
        var rule = Catalogue.Rules.Single(rule => rule.Descriptor.Id == "REL0709");
        var report = Assert.Single(await Cases.Reports(rule, new("REL0709", CaseKind.Bad, "peak", "Service", code, Fixed: null, After: null, Options: ""), code));
        Assert.Equal(
            "800 calls a second, of which 99 % end within 300 ms (65.1 ms on average), are 52.1 at a time; 32 are admitted, so that 38.6 % of the peak are turned away; MaxConcurrency = 67 is enough",
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(99, 300)]
    [InlineData(99.9, 2000)]
    [InlineData(50, 100)]
    [InlineData(90, 1)]
    public void The_average_is_that_of_calls_of_which_just_the_promised_share_is_fast(double percent, double milliseconds)
    {
        var mean = new PromisedLatency((decimal)percent, (decimal)milliseconds).MeanMilliseconds;
        var random = new Random(17);
        var fast = Enumerable.Range(0, 200_000).Count(_ => -mean * Math.Log(1 - random.NextDouble()) <= milliseconds);
        Assert.Equal(percent / 100, fast / 200_000d, 0.005);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public void What_is_called_enough_is_hardly_ever_exceeded(int atATime)
    {
        // Calls that come by chance are spread as Poisson says around their average.
        var enough = (int)Math.Ceiling(atATime + (2 * Math.Sqrt(atATime)));
        double share = 0, one = Math.Exp(-atATime);
        for (var calls = 0; calls <= enough; share += one, calls++, one *= (double)atATime / calls)
        {
        }

        Assert.InRange(share, 0.95, 1);
    }
}
