using Microsoft.Extensions.Time.Testing;
using Reliability.Deadlines;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Without_one_there_is_none() => Assert.Null(Deadline.Current);

    [Fact]
    public void The_time_that_is_left_gets_less_and_never_negative()
    {
        using var scope = Deadline.Begin(TimeSpan.FromSeconds(1), _clock);
        Assert.Equal(TimeSpan.FromSeconds(1), Deadline.Current?.Remaining);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Equal(TimeSpan.FromMilliseconds(600), Deadline.Current?.Remaining);
        Deadline.Current?.ThrowIfPassed();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, Deadline.Current?.Remaining);
        Assert.True(Deadline.Current?.HasPassed);
        Assert.Throws<DeadlineExceededException>(() => Deadline.Current?.ThrowIfPassed());
    }

    [Fact]
    public void Nesting_only_shortens()
    {
        using (Deadline.Begin(TimeSpan.FromSeconds(2), _clock))
        {
            using (Deadline.Begin(TimeSpan.FromSeconds(5), _clock))
                Assert.Equal(TimeSpan.FromSeconds(2), Deadline.Current?.Remaining);

            using (Deadline.Begin(TimeSpan.FromSeconds(1), _clock))
                Assert.Equal(TimeSpan.FromSeconds(1), Deadline.Current?.Remaining);

            using (Deadline.Begin(Timeout.InfiniteTimeSpan, _clock))
                Assert.Equal(TimeSpan.FromSeconds(2), Deadline.Current?.Remaining);

            Assert.Equal(TimeSpan.FromSeconds(2), Deadline.Current?.Remaining);
        }

        Assert.Null(Deadline.Current);
    }

    [Fact]
    public async Task It_follows_the_work_and_not_the_caller()
    {
        var inner = InnerAsync();
        Assert.Null(Deadline.Current);
        await inner;

        async Task InnerAsync()
        {
            using var scope = Deadline.Begin(TimeSpan.FromSeconds(1), _clock);
            await Task.Yield();
            Assert.Equal(TimeSpan.FromSeconds(1), Deadline.Current?.Remaining);
            await Task.Run(() => Assert.Equal(TimeSpan.FromSeconds(1), Deadline.Current?.Remaining), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Criticality_and_deadline_do_not_disturb_each_other()
    {
        Assert.Equal(Criticality.Critical, CallCriticality.Current);
        using (CallCriticality.Begin(Criticality.Sheddable))
        using (Deadline.Begin(TimeSpan.FromSeconds(1), _clock))
        {
            Assert.Equal((Criticality.Sheddable, TimeSpan.FromSeconds(1)), (CallCriticality.Current, Deadline.Current?.Remaining));
            using (CallCriticality.Begin(Criticality.CriticalPlus))
                Assert.Equal((Criticality.CriticalPlus, TimeSpan.FromSeconds(1)), (CallCriticality.Current, Deadline.Current?.Remaining));
        }

        Assert.Equal((Criticality.Critical, null), (CallCriticality.Current, Deadline.Current));
    }

    [Fact]
    public void Another_process_is_told_the_moment_by_the_wall_clock()
    {
        using var scope = Deadline.Begin(TimeSpan.FromSeconds(1), _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero).ToUnixTimeMilliseconds(), Deadline.Current?.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(0, 0)]
    [InlineData(1767225600000, 0)]
    [InlineData(1767225600250, 250)]
    [InlineData(long.MaxValue, int.MaxValue)]
    public void Whatever_moment_a_caller_names_is_a_time_that_a_timer_can_wait_for(long unixMilliseconds, int left) =>
        Assert.Equal(TimeSpan.FromMilliseconds(left), Moment.AtUnixTimeMilliseconds(unixMilliseconds, TimeSpan.Zero, _clock).Remaining);
}
