namespace Reliability.Model.Tests;

public class ObjectiveTests
{
    [Theory]
    [InlineData(300, "latency-300ms")]
    [InlineData(0.5, "latency-0.5ms")]
    public void The_threshold_is_part_of_a_latency_objectives_name(double milliseconds, string name) =>
        Assert.Equal(name, Objective.Latency(99m, (decimal)milliseconds).Name);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100)]
    [InlineData(100.1)]
    public void A_target_that_leaves_no_budget_is_refused(double target) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Availability((decimal)target));

    [Fact]
    public void A_threshold_of_no_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Latency(99m, 0m));
}
