namespace Reliability.Model.Tests;

public class LowTrafficAlertTests
{
    private static readonly LowTrafficAlert s_alert = BurnRatePolicy.LowTraffic(Objective.Availability(99.9m), 30);

    [Theory]
    [InlineData(2, 1, 90)]         // 2.5 bad events at 2 an hour, and a quarter of an hour
    [InlineData(10, 0.5, 45)]      // 2.5 at 5 an hour
    [InlineData(0.05, 1, 3015)]    // 2.5 at one in twenty hours: 50 hours
    public void A_ticket_comes_with_the_third_bad_event(double eventsPerHour, double errorRatio, double minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), s_alert.TimeToFire((decimal)errorRatio, (decimal)eventsPerHour));

    [Theory]
    [InlineData(2, 0.001)]         // so much is allowed
    [InlineData(2, 0.01)]          // less than three in three days
    [InlineData(13.9, 1)]          // 1,000.8 events in three days are not few
    [InlineData(0.01, 1)]          // not even three events in three days
    public void It_never_comes_where_nothing_is_broken_where_too_little_happens_and_where_ratios_tell(double eventsPerHour, double errorRatio) =>
        Assert.Null(s_alert.TimeToFire((decimal)errorRatio, (decimal)eventsPerHour));

    [Fact]
    public void A_generous_promise_needs_as_many_bad_events_as_break_it()
    {
        // 0.4 events an hour are 28.8 in three days; half of them may be bad, which takes 36 hours of nothing else.
        var alert = BurnRatePolicy.LowTraffic(Objective.Availability(50m), 30);
        Assert.Equal(TimeSpan.FromHours(36.25), alert.TimeToFire(1m, 0.4m));
    }
}
