namespace Reliability.Health;

/// <summary>A piece of work between its begin and its end.</summary>
public readonly struct HeartbeatWork : IDisposable, IEquatable<HeartbeatWork>
{
    private readonly WorkUnderWay? _list;
    private readonly WorkUnderWay.Piece? _piece;
    private readonly long _version;

    internal HeartbeatWork(WorkUnderWay list, WorkUnderWay.Piece piece, long version)
    {
        _list = list;
        _piece = piece;
        _version = version;
    }

    /// <summary>Ends it. Ending it again changes nothing.</summary>
    public void Dispose() => _list?.End(_piece!, _version);

    /// <inheritdoc />
    public bool Equals(HeartbeatWork other) => _piece == other._piece && _version == other._version;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is HeartbeatWork other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_piece, _version);

    /// <summary>Whether both are the same piece of work.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(HeartbeatWork left, HeartbeatWork right) => left.Equals(right);

    /// <summary>Whether they are different pieces of work.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(HeartbeatWork left, HeartbeatWork right) => !left.Equals(right);
}
