namespace Reliability;

/// <summary>The recent past in steps of one length, in memory of constant size. Not safe for concurrent use.</summary>
/// <param name="step">The length of a step.</param>
/// <param name="steps">How many are kept, the current one included.</param>
internal sealed class EventRing(TimeSpan step, int steps)
{
    private readonly EventCount[] _counts = new EventCount[steps];
    private long _newest = long.MinValue;

    /// <summary>How far back the ring reaches, not counting the step under way.</summary>
    public TimeSpan Reach => step * (steps - 1);

    /// <summary>Adds events to the step that a time falls into.</summary>
    public void Add(DateTimeOffset now, EventCount events)
    {
        Advance(now);
        _counts[Slot(_newest)] += events;
    }

    /// <summary>The events of the last window, to the step.</summary>
    public EventCount Sum(DateTimeOffset now, TimeSpan window)
    {
        var sum = default(EventCount);
        foreach (var count in Last(now, (int)Math.Ceiling(window / step)))
            sum += count;

        return sum;
    }

    /// <summary>The last steps, the oldest first, the one under way last.</summary>
    public IEnumerable<EventCount> Last(DateTimeOffset now, int count)
    {
        Advance(now);
        for (var number = _newest - Math.Min(count, steps) + 1; number <= _newest; number++)
            yield return _counts[Slot(number)];
    }

    private int Slot(long number) => (int)(((number % steps) + steps) % steps);

    /// <summary>Empties the steps that have passed since the last call. A clock that is set back adds to the newest.</summary>
    private void Advance(DateTimeOffset now)
    {
        var number = now.UtcTicks / step.Ticks;
        if (_newest == long.MinValue || number - _newest >= steps)
        {
            Array.Clear(_counts);
            _newest = number;
        }

        while (_newest < number)
            _counts[Slot(++_newest)] = default;
    }
}
