namespace Reliability.Overload;

/// <summary>A limit that follows the latency. As long as calls take what they need by themselves, it grows; when they take longer because
/// there are too many of them, it shrinks by the ratio of the two (a gradient).</summary>
/// <remarks>
/// <para>What calls need by themselves is the least that was seen lately. Under a load that never ends nothing of the kind is seen, so it
/// is looked for every <see cref="ProbeSeconds"/>: the limit is halved for a moment, and again, for as long as calls get faster by
/// it.</para>
/// <para>Latencies are averaged as logarithms, so that a few calls of another kind, a hundred times as long, do not look like
/// load.</para>
/// </remarks>
internal sealed class AdaptiveLimit
{
    /// <summary>The time between two looks for what calls need by themselves.</summary>
    public const double ProbeSeconds = 15;

    // A window is long enough for an average that means something.
    private const double WindowSeconds = 0.1;
    private const int WindowSamples = 50;

    // So many times what a call needs by itself are taken for noise.
    private const double Tolerance = 1.5;
    private const double SteepestFall = 0.5;
    private const double Smoothing = 0.3;

    // Calls that are faster by less than this ratio are as fast as before.
    private const double Faster = 0.85;

    private readonly int _min;
    private readonly int _max;
    private readonly long _window;
    private readonly long _probeInterval;

    private double _limit;
    private double? _alone;
    private double _last = double.NegativeInfinity;

    private bool _hasBegun;
    private long _windowStart;
    private int _samples;
    private double _sum;
    private int _busiest;

    private bool _isProbing;
    private long _probeAt = long.MinValue;
    private long _probeSamplesFrom;
    private double _beforeProbe;

    /// <param name="min">The limit below which it never falls.</param>
    /// <param name="max">The limit above which it never rises, and with which it begins.</param>
    /// <param name="frequency">The ticks of the clock in a second.</param>
    public AdaptiveLimit(int min, int max, long frequency)
    {
        _min = min;
        _max = max;
        _limit = max;
        _window = (long)(WindowSeconds * frequency);
        _probeInterval = (long)(ProbeSeconds * frequency);
    }

    /// <summary>The limit now.</summary>
    public int Limit => Math.Clamp((int)Math.Round(_limit), _min, _max);

    /// <summary>Takes in a call that has ended.</summary>
    /// <param name="start">When it began, in ticks of the clock.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="hasFailed">Whether it failed: it may have been fast because it did nothing. That it was slow counts.</param>
    /// <param name="active">The calls that were under way, this one included.</param>
    public void Add(long start, long now, bool hasFailed, int active)
    {
        if (!_hasBegun)
            Begin(now);

        _busiest = Math.Max(_busiest, active);
        var latency = Math.Log(Math.Max(1, now - start));
        if ((hasFailed && (_isProbing || latency <= _last)) || (_isProbing && start < _probeSamplesFrom))
            return;

        _sum += latency;
        _samples++;
        if (_samples >= WindowSamples && now - _windowStart >= _window)
            EndWindow(now);
    }

    private void EndWindow(long now)
    {
        var latency = _sum / _samples;
        var isBusy = _busiest * 2 > Limit;
        if (_isProbing)
            Probe(latency, isBusy, now);
        else if (now < _probeAt)
            Follow(latency, isBusy);
        else if (isBusy && Halve(latency, now))
            _beforeProbe = _limit * 2;
        else
            EndProbe(latency, _limit, now); // few calls: what they take is what they need

        _last = latency;
        Begin(now);
    }

    private void Follow(double latency, bool isBusy)
    {
        _alone = _alone is { } alone && latency < alone ? alone + (Smoothing * (latency - alone)) : _alone ?? latency;
        var gradient = Math.Clamp(Tolerance * Math.Exp(_alone.Value - latency), SteepestFall, 1);

        // Nobody knows what more calls would do where there are none.
        var target = (_limit * gradient) + (isBusy ? Math.Sqrt(_limit) : 0);
        _limit = Math.Clamp(_limit + (Smoothing * (target - _limit)), _min, _max);
    }

    private void Probe(double latency, bool isBusy, long now)
    {
        var isFaster = Math.Exp(latency - _last) < Faster;
        if (isBusy && isFaster && Halve(latency, now))
            return;

        // Where calls got faster no more is where the work is done without a queue.
        EndProbe(Math.Min(latency, isBusy ? _last : latency), isBusy ? Math.Min(_beforeProbe, _limit * 2) : _beforeProbe, now);
    }

    /// <summary>Lets half as many in, and looks at those that begin when the others are through.</summary>
    /// <returns>False when the limit is as low as it may be.</returns>
    private bool Halve(double latency, long now)
    {
        if (_limit / 2 < _min)
            return false;

        _limit /= 2;
        _isProbing = true;
        _probeSamplesFrom = now + (long)Math.Exp(latency);
        return true;
    }

    private void EndProbe(double alone, double limit, long now)
    {
        _alone = alone;
        _limit = Math.Clamp(limit, _min, _max);
        _isProbing = false;
        _probeAt = now + _probeInterval;
    }

    private void Begin(long now)
    {
        _hasBegun = true;
        _windowStart = now;
        _samples = 0;
        _sum = 0;
        _busiest = 0;
    }
}
