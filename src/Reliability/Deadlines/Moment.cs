namespace Reliability.Deadlines;

/// <summary>A moment on the monotonic clock of the process. An object, so that it is replaced as a whole.</summary>
internal sealed class Moment
{
    // What a timer can wait for; nobody waits for longer.
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly TimeProvider _clock;
    private readonly long _timestamp;

    private Moment(TimeProvider clock, long timestamp)
    {
        _clock = clock;
        _timestamp = timestamp;
    }

    public TimeProvider Clock => _clock;

    /// <summary>The time until then. Zero when it has passed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = _clock.GetElapsedTime(_clock.GetTimestamp(), _timestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public static Moment In(TimeSpan time, TimeProvider clock)
    {
        var bounded = time <= TimeSpan.Zero ? TimeSpan.Zero : time < s_longest ? time : s_longest;
        return new(clock, clock.GetTimestamp() + (long)(bounded.TotalSeconds * clock.TimestampFrequency));
    }

    /// <summary>The moment that another process has named by its wall clock, which may be behind ours by so much.</summary>
    public static Moment AtUnixTimeMilliseconds(long milliseconds, TimeSpan tolerance, TimeProvider clock)
    {
        // Compared before it is subtracted: what a caller sends may be any number.
        var now = (clock.GetUtcNow() - tolerance).ToUnixTimeMilliseconds();
        var left = milliseconds <= now ? 0 : milliseconds - now;
        return In(left < int.MaxValue ? TimeSpan.FromMilliseconds(left) : s_longest, clock);
    }

    /// <summary>The earlier one; null when there is neither.</summary>
    public static Moment? Earliest(Moment? one, Moment? other) => one is not null && one.IsEarlierThan(other) ? one : other;

    public bool IsEarlierThan(Moment? other) => other is null || Remaining < other.Remaining;

    public long ToUnixTimeMilliseconds() => (_clock.GetUtcNow() + Remaining).ToUnixTimeMilliseconds();
}
