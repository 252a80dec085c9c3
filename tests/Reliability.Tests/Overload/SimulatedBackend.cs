namespace Reliability.Tests.Overload;

/// <summary>What is behind a service, as a database is: it does so many things at a time at full speed. With more of them they share the
/// speed, and lose some of it to each other. The law is that of the <c>overload</c> command of the benchmarks, without its timers.</summary>
/// <remarks>All calls are slowed alike, so one number, the work done for each since the beginning, tells when a call is through.</remarks>
internal sealed class SimulatedBackend
{
    /// <summary>How many calls have full speed.</summary>
    public const int Capacity = 8;

    /// <summary>How long an ordinary call takes at full speed, in milliseconds.</summary>
    public const double Milliseconds = 40;

    /// <summary>What it can do at best, in ordinary calls a second.</summary>
    public const double CallsPerSecond = Capacity * 1000 / Milliseconds;

    // What each call beyond the capacity costs the others.
    private const double Contention = 0.01;

    // Work that is done but for the rounding of a sum.
    private const double Nothing = 1e-6;

    private readonly PriorityQueue<SimulatedCall, double> _calls = new();
    private double _done;
    private double _now;
    private int _active;

    /// <summary>When the next call is through if nothing comes between, in milliseconds; infinite where there is none.</summary>
    public double Next
    {
        get
        {
            Forget();
            return _calls.TryPeek(out _, out var end) ? _now + (Math.Max(0, end - _done) * Slowdown) : double.PositiveInfinity;
        }
    }

    private double Slowdown
    {
        get
        {
            var beyond = Math.Max(0, _active - Capacity);
            return (1 + ((double)beyond / Capacity)) * (1 + (Contention * beyond));
        }
    }

    /// <summary>Works until a moment, at most until <see cref="Next"/>.</summary>
    public void Work(double until)
    {
        if (_active > 0)
            _done += (until - _now) / Slowdown;

        _now = until;
    }

    public void Begin(SimulatedCall call)
    {
        _calls.Enqueue(call, _done + call.Traffic.Milliseconds);
        _active++;
    }

    /// <summary>The next call that is through, if one is.</summary>
    public SimulatedCall? End()
    {
        Forget();
        if (!_calls.TryPeek(out var call, out var end) || end - _done > Nothing)
            return null;

        _active--;
        return _calls.Dequeue();
    }

    /// <summary>Nobody works for a caller that has gone.</summary>
    public void GiveUp() => _active--;

    private void Forget()
    {
        while (_calls.TryPeek(out var call, out _) && call.HasGivenUp)
            _calls.Dequeue();
    }
}
