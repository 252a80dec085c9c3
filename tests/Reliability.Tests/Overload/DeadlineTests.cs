using System.Runtime.CompilerServices;
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
    public void Work_that_was_begun_in_scopes_of_a_request_is_bound_by_it_until_it_ends_and_by_its_own_for_ever()
    {
        var request = new CallState();
        CallState.Current = request;
        using var criticality = CallCriticality.Begin(Criticality.SheddablePlus);
        using var hour = Deadline.Begin(TimeSpan.FromHours(1), _clock);
        using var hours = Deadline.Begin(TimeSpan.FromHours(2), _clock);
        Assert.Equal(TimeSpan.FromHours(1), Deadline.Current?.Remaining);

        // Routing finds out later than the scope began; such a scope may stand in a middleware.
        request.Deadline = Moment.In(TimeSpan.FromMinutes(1), _clock);
        Assert.Equal(TimeSpan.FromMinutes(1), Deadline.Current?.Remaining);

        request.Deadline = null;
        Assert.Equal((Criticality.SheddablePlus, TimeSpan.FromHours(1)), (CallCriticality.Current, Deadline.Current?.Remaining));
    }

    [Fact]
    public void A_scope_keeps_neither_the_deadline_nor_the_criticality_of_a_request_that_has_ended()
    {
        var request = new CallState { Deadline = Moment.In(TimeSpan.FromMinutes(1), _clock), Criticality = Criticality.Sheddable };
        CallState.Current = request;
        using (Deadline.Begin(TimeSpan.FromHours(1), _clock))
        {
            Assert.Equal((Criticality.Sheddable, TimeSpan.FromMinutes(1)), (CallCriticality.Current, Deadline.Current?.Remaining));
            (request.Deadline, request.Criticality) = (null, null);
            Assert.Equal((Criticality.Critical, TimeSpan.FromHours(1)), (CallCriticality.Current, Deadline.Current?.Remaining));
        }

        (request.Deadline, request.Criticality) = (Moment.In(TimeSpan.FromMinutes(1), _clock), Criticality.Sheddable);
        using (CallCriticality.Begin(Criticality.CriticalPlus))
        {
            Assert.Equal(TimeSpan.FromMinutes(1), Deadline.Current?.Remaining);
            (request.Deadline, request.Criticality) = (null, null);
            Assert.Equal((Criticality.CriticalPlus, null), (CallCriticality.Current, Deadline.Current));
        }
    }

    [Fact]
    public void Scopes_that_are_begun_in_scopes_over_and_over_do_not_hold_each_other()
    {
        var states = Enumerable.Range(0, 1_000).Select(_ => Begun()).ToList();
        GC.Collect();
        Assert.InRange(states.Count(state => state.TryGetTarget(out var _)), 0, 10);
        Assert.Equal(Criticality.Sheddable, CallCriticality.Current);

        // As work does that begins its successor before its own scope has ended.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<CallState> Begun()
        {
            _ = CallCriticality.Begin(Criticality.Sheddable);
            return new(CallState.Current!);
        }
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
