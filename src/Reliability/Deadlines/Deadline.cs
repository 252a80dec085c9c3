namespace Reliability.Deadlines;

/// <summary>The moment after which nobody waits for the work under way any more. It follows the work through its awaits, and into the
/// calls to other services; on its way it only ever gets earlier.</summary>
/// <remarks>Inside of a process it is counted on the monotonic clock, so that a clock that is set does not move it.</remarks>
/// <example><code>
/// using (Deadline.Begin(TimeSpan.FromMilliseconds(200)))
///     await client.GetAsync(uri, cancellationToken); // has 200 ms, or what is left of the caller's time
/// </code></example>
public readonly struct Deadline : IEquatable<Deadline>
{
    private readonly Moment? _moment;

    internal Deadline(Moment moment) => _moment = moment;

    /// <summary>The deadline of the work under way; null when nobody gave one.</summary>
    public static Deadline? Current => CallState.Current?.Deadline is { } moment ? new Deadline(moment) : null;

    /// <summary>The time that is left. Zero when it is over, never negative.</summary>
    public TimeSpan Remaining => _moment?.Remaining ?? TimeSpan.Zero;

    /// <summary>Whether the time is over. True for <c>default</c>.</summary>
    public bool HasPassed => Remaining == TimeSpan.Zero;

    internal Moment? Moment => _moment;

    /// <summary>Gives the work that follows a time, until the result is disposed of. An earlier deadline stays.</summary>
    /// <param name="time">The time from now on. Not above 0 means that it is over; <see cref="Timeout.InfiniteTimeSpan"/> changes
    /// nothing.</param>
    /// <returns>The scope. Dispose of it in the method that began it.</returns>
    public static DeadlineScope Begin(TimeSpan time) => Begin(time, TimeProvider.System);

    /// <inheritdoc cref="Begin(TimeSpan)" />
    /// <param name="time">The time from now on.</param>
    /// <param name="clock">The clock.</param>
    public static DeadlineScope Begin(TimeSpan time, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var outer = CallState.Current;
        if (time != Timeout.InfiniteTimeSpan)
            CallState.Current = CallState.Within(outer, deadline: Moment.In(time, clock));

        return new(outer);
    }

    /// <summary>Goes on only while there is time.</summary>
    /// <exception cref="DeadlineExceededException">There is none.</exception>
    public void ThrowIfPassed()
    {
        if (HasPassed)
            throw new DeadlineExceededException();
    }

    /// <summary>The deadline by the wall clock, as it is told to other processes: milliseconds since 1970, UTC.</summary>
    public long ToUnixTimeMilliseconds() => _moment?.ToUnixTimeMilliseconds() ?? 0;

    /// <inheritdoc />
    public bool Equals(Deadline other) => _moment == other._moment;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Deadline other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _moment?.GetHashCode() ?? 0;

    /// <summary>Whether both are the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Deadline left, Deadline right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Deadline left, Deadline right) => !left.Equals(right);
}
