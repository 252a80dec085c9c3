namespace Reliability.Hosting.Listener;

/// <summary>The connections that are open: a bounded number. When all places are taken, the newcomer gets that of the longest waiting one that says
/// nothing, so that whoever opens connections and keeps silent cannot keep the kubelet out.</summary>
internal sealed class ProbeConnections
{
    /// <summary>How many connections may be open.</summary>
    public const int Max = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<ProbeConnection> _open = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Finds a place for a connection.</summary>
    /// <returns>The place; null when all connections are being answered, and the newcomer must go.</returns>
    public LinkedListNode<ProbeConnection>? TryAdd(ProbeConnection connection)
    {
        lock (_gate)
        {
            if (_open.Count >= Max && !TryDisplace())
                return null;

            return _open.AddLast(connection);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Remove(LinkedListNode<ProbeConnection> place)
    {
        lock (_gate)
        {
            if (place.List is not null)
                _open.Remove(place);
        }
    }

    /// <summary>Ends all connections.</summary>
    public void DisplaceAll()
    {
        lock (_gate)
        {
            foreach (var connection in _open.ToArray())
                connection.Displace();
        }
    }

    /// <summary>Under the gate: a connection gives its place back before it is disposed, so one that has a place can be displaced.</summary>
    private bool TryDisplace()
    {
        if (_open.FirstOrDefault(static open => !open.IsAnswering) is not { } displaced)
            return false;

        _open.Remove(displaced);
        displaced.Displace();
        return true;
    }
}
