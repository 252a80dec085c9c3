using System.Numerics;

namespace Reliability;

/// <summary>A row of counters that many processors add to at once without fighting over a cache line: each processor has a
/// row of its own, and a reader adds the rows up. Allocated on the first event, so that an operation nobody calls costs
/// nothing.</summary>
internal sealed class StripedCounters(int counters, int stripes)
{
    // 128 bytes: two cache lines, because processors fetch lines in pairs.
    private const int LineLongs = 16;

    private static readonly int s_processors = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount);

    private readonly int _stripes = stripes;
    private readonly int _stride = (counters + LineLongs - 1) / LineLongs * LineLongs;
    private long[]? _cells;

    /// <summary>Creates a row for each processor.</summary>
    public StripedCounters(int counters)
        : this(counters, s_processors)
    {
    }

    /// <summary>Adds one to a counter.</summary>
    public void Increment(int counter)
    {
        var cells = _cells ?? Allocate();
        var stripe = Thread.GetCurrentProcessorId() & (_stripes - 1);
        Interlocked.Increment(ref cells[(stripe * _stride) + counter]);
    }

    /// <summary>The count so far. Never smaller than an earlier answer.</summary>
    public long Read(int counter)
    {
        if (Volatile.Read(ref _cells) is not { } cells)
            return 0;

        var sum = 0L;
        for (var cell = counter; cell < cells.Length; cell += _stride)
            sum += Interlocked.Read(ref cells[cell]);

        return sum;
    }

    private long[] Allocate()
    {
        var cells = new long[_stripes * _stride];
        return Interlocked.CompareExchange(ref _cells, cells, null) ?? cells;
    }
}
