namespace Reliability.Overload;

/// <summary>A limit that follows the latency. As long as calls take what they need by themselves, it grows; when they take longer because
/// there are too many of them, it shrinks by the ratio of the two (a gradient).</summary>
/// <remarks>
/// <para>What calls need by themselves is the least that was seen lately. Under a load that never ends nothing of the kind is seen, so it
/// is looked for every <see cref="ProbeSeconds"/>: the limit is halved for a moment, and again, for as long as calls get faster by
/// it.</para>
/// <para>It begins low and doubles until it is felt, so that a process that starts into a crowd learns what calls need before it is
/// crowded itself.</para>
/// <para>Each kind of call is compared with itself, and latencies are averaged as logarithms: another mixture of fast and slow calls does not look
/// like load, nor do a few that take a hundred times as long.</para>
/// </remarks>
internal sealed class AdaptiveLimit
{
    /// <summary>The time between two looks for what calls need by themselves.</summary>
    public const double ProbeSeconds = 15;

    // A window is long enough for an average that means something.
    private const double WindowSeconds = 0.1;
    private const int WindowSamples = 50;

    // Where calls are few there would be no such window for minutes.
    private const double LongWindowSeconds = 1;
    private const int FewSamples = 10;

    // So many times what a call needs by itself are taken for noise.
    private const double Tolerance = 1.5;
    private const int First = 16;
    private const double SteepestFall = 0.5;
    private const double Smoothing = 0.3;

    // Those who wait behind a crowd are late already: it is thinned out faster than room is given.
    private const double FallingSmoothing = 0.6;

    // Calls that are faster by less than this ratio are as fast as before.
    private const double Faster = 0.85;
    private const double FewerFailures = 0.1;

    private static readonly double s_slow = Math.Log(Tolerance);

    private readonly long _window;
    private readonly long _longWindow;
    private readonly long _probeInterval;

    // Those of the window, and the one of all calls of which nothing else is said.
    private readonly List<CallKind> _kinds = [];
    private readonly CallKind _any = new();

    private int _min;
    private int _max;
    private double _limit;
    private bool _isKnown;
    private double _last;
    private double _average;
    private double _lastFailures;
    private bool _isGivenUp;
    private bool _isStarting = true;

    private bool _hasBegun;
    private long _windowStart;
    private int _ended;
    private int _samples;
    private int _successes;
    private int _busiest;

    private bool _isProbing;
    private long _probeAt = long.MinValue;
    private long _probeSamplesFrom;
    private double _beforeProbe;

    /// <param name="min">The limit below which it never falls.</param>
    /// <param name="max">The limit above which it never rises.</param>
    /// <param name="frequency">The ticks of the clock in a second.</param>
    public AdaptiveLimit(int min, int max, long frequency)
    {
        _min = min;
        _max = max;
        _limit = Math.Clamp(First, min, max);
        _window = (long)(WindowSeconds * frequency);
        _longWindow = (long)(LongWindowSeconds * frequency);
        _probeInterval = (long)(ProbeSeconds * frequency);
    }

    /// <summary>The limit now.</summary>
    public int Limit => Math.Clamp((int)Math.Round(_limit), _min, _max);

    /// <summary>Takes other bounds over. What was learned about the latency stays true.</summary>
    /// <param name="min">The limit below which it never falls.</param>
    /// <param name="max">The limit above which it never rises.</param>
    public void Bound(int min, int max)
    {
        (_min, _max) = (min, max);
        _limit = Math.Clamp(_limit, min, max);
    }

    /// <summary>Whether hardly any call succeeds.</summary>
    private bool IsHopeless => _successes * 10 < _ended;

    private double Failures => 1 - ((double)_successes / _ended);

    /// <summary>Takes in a call that has ended.</summary>
    /// <param name="start">When it began, in ticks of the clock.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="hasFailed">Whether it failed, or its caller gave up: it may have been fast because it did nothing. That it was slow
    /// counts.</param>
    /// <param name="active">The calls that were under way, this one included.</param>
    /// <param name="kind">What it is compared with; null when nobody said.</param>
    public void Add(long start, long now, bool hasFailed, int active, CallKind? kind = null)
    {
        if (!_hasBegun)
            Begin(now);

        _busiest = Math.Max(_busiest, active);
        var latency = Math.Log(Math.Max(1, now - start));
        if (_isProbing && start < _probeSamplesFrom)
            return;

        _ended++;
        if (!hasFailed)
            _successes++;

        kind ??= _any;
        if (!hasFailed || !(latency < kind.Alone + s_slow))
        {
            if (kind.Samples == 0)
                _kinds.Add(kind);

            kind.Add(latency);
            _samples++;
        }

        if (IsWindow(now - _windowStart))
            EndWindow(now);
    }

    /// <summary>Whether so much time has brought an average. Where hardly anything but failures comes there is none to wait for.</summary>
    private bool IsWindow(long time) =>
        ((_samples >= WindowSamples || _ended >= WindowSamples * 4) && time >= _window) || (_samples >= FewSamples && time >= _longWindow);

    private void EndWindow(long now)
    {
        var slower = _samples > 0 ? Compare() : _last;
        var isBusy = _busiest * 4 > Limit * 3;
        if (_isProbing)
            Probe(slower, isBusy, now);
        else if (now >= _probeAt || !_isKnown || (IsHopeless && !_isGivenUp))
            BeginProbe(isBusy, now);
        else if (_samples > 0)
            Follow(slower, isBusy);

        (_last, _lastFailures) = (slower, Failures);
        _kinds.ForEach(static kind => kind.End());
        Begin(now);
    }

    /// <summary>How much slower calls were than they are by themselves, on average, as a logarithm.</summary>
    private double Compare()
    {
        var (sum, slower) = (0d, 0d);
        foreach (var kind in _kinds)
        {
            kind.Alone ??= kind.Average;
            sum += kind.Sum;
            slower += kind.Sum - (kind.Samples * kind.Alone.Value);
        }

        _average = sum / _samples;
        return slower / _samples;
    }

    private void Follow(double slower, bool isBusy)
    {
        _isGivenUp &= IsHopeless;
        foreach (var kind in _kinds)
        {
            if (kind.Average < kind.Alone)
                kind.Alone += Smoothing * (kind.Average - kind.Alone);
        }

        var gradient = Math.Clamp(Tolerance * Math.Exp(-slower), SteepestFall, 1);
        _isStarting &= gradient == 1;

        var step = (_limit * gradient) + More(isBusy) - _limit;
        _limit = Math.Clamp(_limit + ((step < 0 ? FallingSmoothing : Smoothing) * step), _min, _max);
    }

    /// <summary>Nobody knows what more calls would do where there are none; and a limit that was never reached protects from no crowd.</summary>
    private double More(bool isBusy) =>
        !isBusy ? 0
        : _isStarting ? Math.Clamp((2 * _busiest) - _limit, 0, _limit) / Smoothing
        : Math.Sqrt(_limit);

    private void BeginProbe(bool isBusy, long now)
    {
        _beforeProbe = _limit;
        if (!isBusy || !Halve(now))
            EndProbe(isBusy: false, _limit, now); // few calls: what they take is what they need
    }

    private void Probe(double slower, bool isBusy, long now)
    {
        // Where nobody waits for the end nobody knows how long it takes: still too many, or broken for another reason.
        if (isBusy && (IsHopeless || IsBetter(slower)) && Halve(now))
            return;

        // Where calls got faster no more is where the work is done without a queue.
        EndProbe(isBusy, isBusy && !IsHopeless ? Math.Min(_beforeProbe, _limit * 2) : _beforeProbe, now);
    }

    /// <summary>Whether half as many calls were faster, or more of them succeeded.</summary>
    private bool IsBetter(double slower) => Math.Exp(slower - _last) < Faster || Failures < _lastFailures - FewerFailures;

    /// <summary>Lets half as many in, and looks at those that begin when the others are through.</summary>
    /// <returns>False when the limit is as low as it may be.</returns>
    private bool Halve(long now)
    {
        if (_limit / 2 < _min)
            return false;

        _limit /= 2;
        _isProbing = true;
        _probeSamplesFrom = now + (long)Math.Exp(_average);
        return true;
    }

    private void EndProbe(bool isBusy, double limit, long now)
    {
        _isGivenUp = IsHopeless;
        if (!IsHopeless)
            Learn(isBusy);

        _limit = Math.Clamp(limit, _min, _max);
        _isProbing = false;
        _probeAt = now + _probeInterval;
    }

    /// <summary>What calls have just taken is what they need by themselves; what they took with twice as many, where that was not more.</summary>
    private void Learn(bool isBusy)
    {
        _isKnown = true;
        foreach (var kind in _kinds)
            kind.Alone = isBusy && kind.Before < kind.Average ? kind.Before : kind.Average;
    }

    private void Begin(long now)
    {
        _hasBegun = true;
        _windowStart = now;
        _ended = 0;
        _samples = 0;
        _kinds.Clear();
        _successes = 0;
        _busiest = 0;
    }
}
