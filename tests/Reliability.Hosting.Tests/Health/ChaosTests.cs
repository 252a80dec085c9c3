namespace Reliability.Hosting.Tests.Health;

public sealed class ChaosTests
{
    private const int Seeds = 500;
    private const int Steps = 80;

    /// <summary>Whatever happens in whatever order: never ready while it stops or before it has started, never alive while a heartbeat is
    /// silent, no two probes that contradict each other, and every probe answers in its time.</summary>
    [Fact]
    public async Task Probes_tell_the_truth_in_any_order_of_events()
    {
        var tally = new ChaosTally();
        for (var seed = 0; seed < Seeds; seed++)
        {
            await using var chaos = new Chaos(seed, tally);
            try
            {
                for (var step = 0; step < Steps; step++)
                    await chaos.StepAsync();

                await chaos.SettleAsync();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}, after: {string.Join(" · ", chaos.Story)}", exception);
            }
        }

        // An invariant that was never in danger has not been tested.
        TestContext.Current.TestOutputHelper?.WriteLine(tally.ToString());
        Assert.All(tally.Counts, count => Assert.True(count.Value >= Seeds / 10, $"{count.Key}: only {count.Value} times in {Seeds} seeds"));
    }
}
