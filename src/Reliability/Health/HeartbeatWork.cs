namespace Reliability.Health;

/// <summary>A piece of work between its begin and its end.</summary>
public readonly struct HeartbeatWork : IDisposable, IEquatable<HeartbeatWork>
{
    private readonly Heartbeat? _heartbeat;

    internal HeartbeatWork(Heartbeat heartbeat) => _heartbeat = heartbeat;

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
    }

    /// <inheritdoc />
    public bool Equals(HeartbeatWork other) => _heartbeat == other._heartbeat;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is HeartbeatWork other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => _heartbeat?.GetHashCode() ?? 0;

    /// <summary>Whether both are of one heartbeat.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(HeartbeatWork left, HeartbeatWork right) => left.Equals(right);

    /// <summary>Whether they are of different heartbeats.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(HeartbeatWork left, HeartbeatWork right) => !left.Equals(right);
}
