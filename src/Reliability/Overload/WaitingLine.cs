namespace Reliability.Overload;

/// <summary>Those who wait: what matters most stands in front, and among equals who came first.</summary>
internal sealed class WaitingLine
{
    private readonly LinkedList<Waiter>[] _byCriticality = [new(), new(), new(), new()];

    public int Count { get; private set; }

    public void Add(Waiter waiter)
    {
        waiter.Place = _byCriticality[(int)waiter.Criticality].AddLast(waiter);
        Count++;
    }

    /// <summary>Takes one out.</summary>
    /// <returns>False when it was out already.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Place is not { } place)
            return false;

        waiter.Place = null;
        _byCriticality[(int)waiter.Criticality].Remove(place);
        Count--;
        return true;
    }

    /// <summary>The one whose turn it is; null when nobody waits.</summary>
    public Waiter? First()
    {
        for (var i = _byCriticality.Length - 1; i >= 0; i--)
        {
            if (_byCriticality[i].First is { } place)
                return place.Value;
        }

        return null;
    }

    /// <summary>The one that must make room for a call that matters more: of the lowest the last to come, which has waited the
    /// least. Null when none matters less.</summary>
    public Waiter? LowestBelow(Criticality criticality)
    {
        for (var i = 0; i < (int)criticality; i++)
        {
            if (_byCriticality[i].Last is { } place)
                return place.Value;
        }

        return null;
    }
}
