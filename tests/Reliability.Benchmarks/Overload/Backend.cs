using System.Diagnostics;

namespace Reliability.Benchmarks.Overload;

/// <summary>What is behind a service, as a database is: it does so many things at a time at full speed. With more of them they share the
/// speed, and lose some of it to each other.</summary>
/// <remarks>The work is waiting, so that two cores are enough for service and callers; what is measured is admission, not
/// arithmetic.</remarks>
internal sealed class Backend
{
    /// <summary>How many calls have full speed.</summary>
    public const int Capacity = 8;

    /// <summary>How long an ordinary call takes at full speed, in milliseconds.</summary>
    public const int Milliseconds = 40;

    /// <summary>What it can do at best, in ordinary calls a second.</summary>
    public const double CallsPerSecond = Capacity * 1000.0 / Milliseconds;

    // What each call beyond the capacity costs the others.
    private const double Contention = 0.01;
    private const int SliceMilliseconds = 5;

    private int _active;

    /// <summary>Does a piece of work, slice by slice, each as slow as the crowd makes it. Nobody works for a caller that has
    /// gone.</summary>
    public async Task WorkAsync(int milliseconds, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _active);
        try
        {
            for (var left = (double)milliseconds; left > 0;)
            {
                // A timer is late by a millisecond or so; what was done meanwhile counts.
                var before = Stopwatch.GetTimestamp();
                var slowdown = Slowdown();
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Math.Min(SliceMilliseconds, left * slowdown))), cancellationToken);
                left -= Stopwatch.GetElapsedTime(before).TotalMilliseconds / slowdown;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    private double Slowdown()
    {
        var beyond = Math.Max(0, Volatile.Read(ref _active) - Capacity);
        return (1 + ((double)beyond / Capacity)) * (1 + (Contention * beyond));
    }
}
