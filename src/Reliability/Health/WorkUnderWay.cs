namespace Reliability.Health;

/// <summary>The pieces of work of one heartbeat that have begun and not ended, the oldest first: all have the same limit, so the oldest
/// is the one to watch. Pieces are used again; it allocates only while more are under way than ever before.</summary>
internal sealed class WorkUnderWay
{
    private readonly Lock _gate = new();
    private Piece? _oldest;
    private Piece? _newest;
    private Piece? _unused;

    /// <summary>When the oldest piece began; 0 when there is none.</summary>
    public long OldestBegin
    {
        get
        {
            lock (_gate)
                return _oldest?.Begin ?? 0;
        }
    }

    public HeartbeatWork Begin(long now)
    {
        lock (_gate)
        {
            var piece = _unused ?? new Piece();
            _unused = piece.Next;
            piece.Begin = now;
            piece.Next = null;
            piece.Previous = _newest;
            if (_newest is null)
                _oldest = piece;
            else
                _newest.Next = piece;

            _newest = piece;
            return new(this, piece, piece.Version);
        }
    }

    public void End(Piece piece, long version)
    {
        lock (_gate)
        {
            if (piece.Version != version)
                return;

            piece.Version++;
            if (piece.Previous is null)
                _oldest = piece.Next;
            else
                piece.Previous.Next = piece.Next;

            if (piece.Next is null)
                _newest = piece.Previous;
            else
                piece.Next.Previous = piece.Previous;

            piece.Previous = null;
            piece.Next = _unused;
            _unused = piece;
        }
    }

    /// <summary>A piece of work, or a place for one.</summary>
    internal sealed class Piece
    {
        public long Begin;

        /// <summary>How often it has ended: a second end of one piece must not end the next.</summary>
        public long Version;

        public Piece? Previous;
        public Piece? Next;
    }
}
