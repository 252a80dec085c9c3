namespace Reliability.Deadlines;

/// <summary>The time that a caller gave whom nobody vouches for. What ends with it says something about the service only when it was as much
/// as was promised: with less, anybody could spend the error budget.</summary>
/// <param name="end">When it is over.</param>
/// <param name="length">How long it was.</param>
internal sealed class GivenTime(Moment end, TimeSpan length)
{
    // The caller's clock started earlier than ours, and its timer is no better than ours: it hangs up a little before.
    private const double Share = 0.9;

    // Where a service promises nothing about time; less than a person notices, and than a caller that means it gives.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether it is over, as far as timers can tell.</summary>
    private bool IsOver => end.Remaining <= length * (1 - Share);

    /// <summary>Whether a call that took too long for its caller did so because the caller had hardly any time for it.</summary>
    /// <param name="elapsed">How long the call took; null when nobody knows.</param>
    /// <param name="promised">The longest time that is promised; null when none is.</param>
    public bool IsTooLittle(TimeSpan? elapsed, TimeSpan? promised) => IsOver && (elapsed ?? length) < (promised ?? s_least);
}
