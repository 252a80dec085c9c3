using Microsoft.Extensions.Time.Testing;
using Reliability.Health;

namespace Reliability.Hosting.Tests.Health;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan s_maxSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_tooLong = TimeSpan.FromSeconds(10.5);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_heartbeat_is_known_to_the_process() =>
        Assert.Contains(Heartbeat.Create("known", TimeSpan.FromDays(1), typeof(HeartbeatTests)), Heartbeat.All);

    [Fact]
    public void A_silence_of_nothing_cannot_be_kept() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Heartbeat.Create("never", TimeSpan.Zero, typeof(HeartbeatTests)));

    [Fact]
    public void Nothing_is_overdue_before_the_first_sign_of_life()
    {
        var heartbeat = New();
        _clock.Advance(s_tooLong);
        Assert.Null(heartbeat.Overdue());
    }

    [Fact]
    public void A_loop_that_beats_is_never_overdue()
    {
        var heartbeat = New();
        for (var i = 0; i < 10; i++)
        {
            heartbeat.Beat();
            _clock.Advance(s_maxSilence);
            Assert.Null(heartbeat.Overdue());
        }
    }

    [Fact]
    public void A_loop_that_falls_silent_is_overdue_by_the_time_since_its_last_beat()
    {
        var heartbeat = New();
        heartbeat.Beat();
        _clock.Advance(s_tooLong);
        Assert.Equal(s_tooLong, heartbeat.Overdue());
    }

    [Fact]
    public void A_loop_that_beats_again_is_alive_again()
    {
        var heartbeat = New();
        heartbeat.Beat();
        _clock.Advance(s_tooLong);
        heartbeat.Beat();
        Assert.Null(heartbeat.Overdue());
    }

    [Fact]
    public void A_loop_that_is_watched_and_never_beats_is_overdue()
    {
        var heartbeat = New();
        heartbeat.Watch();
        _clock.Advance(s_tooLong);
        Assert.NotNull(heartbeat.Overdue());
    }

    [Fact]
    public void A_consumer_that_is_watched_may_have_nothing_to_do()
    {
        var heartbeat = new Heartbeat("consumer", s_maxSilence, typeof(object), mayIdle: true, _clock);
        heartbeat.Watch();
        _clock.Advance(TimeSpan.FromHours(9));
        Assert.Null(heartbeat.Overdue());
    }

    [Fact]
    public void A_consumer_may_have_nothing_to_do_after_its_work()
    {
        var heartbeat = New();
        heartbeat.Watch();
        using (heartbeat.Working())
            _clock.Advance(s_maxSilence);

        _clock.Advance(TimeSpan.FromHours(9));
        Assert.Null(heartbeat.Overdue());
    }

    [Fact]
    public void Work_that_does_not_end_is_overdue()
    {
        var heartbeat = New();
        using (heartbeat.Working())
        {
            _clock.Advance(s_tooLong);
            Assert.Equal(s_tooLong, heartbeat.Overdue());
        }

        Assert.Null(heartbeat.Overdue());
    }

    [Fact]
    public void One_piece_of_work_that_hangs_is_noticed_among_others_that_end()
    {
        var heartbeat = New();
        using var hangs = heartbeat.Working();
        for (var i = 0; i < 11; i++)
        {
            using (heartbeat.Working())
                _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromSeconds(11), heartbeat.Overdue());
    }

    [Fact]
    public void To_end_a_piece_twice_does_not_end_another()
    {
        var heartbeat = New();
        var first = heartbeat.Working();
        first.Dispose();
        using var second = heartbeat.Working();
        first.Dispose();
        _clock.Advance(s_tooLong);
        Assert.NotNull(heartbeat.Overdue());
    }

    [Fact]
    public void Pieces_end_in_any_order()
    {
        var heartbeat = New();
        var random = new Random(1);
        var open = new List<(HeartbeatWork Work, DateTimeOffset Begun)>();
        for (var i = 0; i < 10_000; i++)
        {
            if (random.Next(2) == 0 || open.Count == 0)
            {
                open.Add((heartbeat.Working(), _clock.GetUtcNow()));
            }
            else
            {
                var ended = random.Next(open.Count);
                open[ended].Work.Dispose();
                open.RemoveAt(ended);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
            TimeSpan? oldest = open.Count == 0 ? null : _clock.GetUtcNow() - open.Min(work => work.Begun);
            Assert.Equal(oldest > s_maxSilence ? oldest : null, heartbeat.Overdue());
        }
    }

    [Fact]
    public void Many_threads_leave_nothing_behind()
    {
        var heartbeat = New();
        Parallel.For(0, 100_000, _ =>
        {
            using (heartbeat.Working())
                heartbeat.Beat();
        });
        heartbeat.Beat();
        Assert.Null(heartbeat.Overdue());
        _clock.Advance(s_tooLong);
        Assert.Equal(s_tooLong, heartbeat.Overdue());
    }

    [Fact]
    public void Signs_of_life_allocate_nothing()
    {
        var heartbeat = new Heartbeat("free", s_maxSilence, typeof(object));
        Live(heartbeat);

        // The least of some rounds: now and then the runtime allocates on the thread for itself.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
                Live(heartbeat);

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    private static void Live(Heartbeat heartbeat)
    {
        heartbeat.Beat();
        using (heartbeat.Working())
        {
            using (heartbeat.Working())
                heartbeat.Beat();
        }
    }

    private Heartbeat New() => new("loop", s_maxSilence, typeof(object), mayIdle: false, _clock);
}
