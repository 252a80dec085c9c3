namespace Reliability;

/// <summary>Good and bad events of some span of time.</summary>
/// <param name="Good">Good events.</param>
/// <param name="Bad">Bad events.</param>
public readonly record struct EventCount(long Good, long Bad)
{
    /// <summary>All events.</summary>
    public long Total => Good + Bad;

    /// <summary>Adds two counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static EventCount operator +(EventCount left, EventCount right) => left.Add(right);

    /// <summary>Adds another count.</summary>
    /// <param name="other">The other.</param>
    public EventCount Add(EventCount other) => new(Good + other.Good, Bad + other.Bad);
}
