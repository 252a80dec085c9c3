using System.Threading.RateLimiting;
using Reliability.Deadlines;

namespace Reliability.Overload;

/// <summary>Lets in as many calls as the limit allows, lets a bounded number wait, and turns the rest away at once. What matters most
/// goes first; a call that finds the line full takes the place of one that matters less.</summary>
/// <remarks>One short lock around a few numbers: calls are let in and end on any thread.</remarks>
internal sealed class AdmissionLimiter : RateLimiter
{
    private const int Reasons = (int)ShedReason.Deadline + 1;

    // How long a service that has seen important work keeps room for more of it.
    private static readonly TimeSpan s_memory = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly double? _sheddableShare;
    private readonly long _memory;
    private readonly AdaptiveLimit? _adaptive;
    private readonly WaitingLine _line = new();
    private readonly long[] _shed = new long[((int)Criticality.CriticalPlus + 1) * Reasons];
    private volatile CapacityLimits _limits;
    private Permit? _pool;
    private int _active;
    private int _sheddable;
    private long _admitted;
    private long _importantUntil = long.MinValue;
    private long _idleSince;

    /// <param name="limits">What was declared.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="sheddableShare">Instead of what the host is configured with.</param>
    public AdmissionLimiter(CapacityLimits limits, TimeProvider clock, double? sheddableShare = null)
    {
        _limits = limits;
        _clock = clock;
        _sheddableShare = sheddableShare;
        _memory = (long)(s_memory.TotalSeconds * clock.TimestampFrequency);
        _adaptive = limits.IsAdaptive ? new(limits.MinConcurrency, limits.MaxConcurrency, clock.TimestampFrequency) : null;
        _idleSince = clock.GetTimestamp();
    }

    /// <summary>The calls that may be under way now.</summary>
    public int Limit => _adaptive?.Limit ?? _limits.MaxConcurrency;

    /// <summary>The calls that are under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>The calls that wait.</summary>
    public int Queued
    {
        get
        {
            lock (_lock)
                return _line.Count;
        }
    }

    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
                return _active == 0 && _line.Count == 0 ? _clock.GetElapsedTime(_idleSince) : null;
        }
    }

    /// <summary>Takes other limits over while calls are under way. Where there is more room now, those who wait are let in; where there is less,
    /// nobody is stopped, and nobody is let in until enough have left. Who waits already goes on waiting, whatever the line holds now.</summary>
    /// <param name="limits">The limits. Whether they follow the latency does not change.</param>
    public void Change(CapacityLimits limits)
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            _limits = limits;
            _adaptive?.Bound(limits.MinConcurrency, limits.MaxConcurrency);
            LetIn(now);
        }
    }

    /// <summary>The calls of a criticality that were turned away for a reason so far.</summary>
    public long Shed(Criticality criticality, ShedReason reason) => Interlocked.Read(ref ShedCell(criticality, reason));

    /// <summary>Lets a call in, at once or when its turn comes, or turns it away.</summary>
    public ValueTask<Admission> EnterAsync(Criticality criticality, Deadline? deadline, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Admission>(cancellationToken);

        var limits = _limits;
        var (bound, outOfTime) = (limits.QueueTimeout, ShedReason.QueueTimeout);
        if (deadline is { Remaining: var remaining } && remaining <= bound)
            (bound, outOfTime) = (remaining, ShedReason.Deadline);

        if (bound == TimeSpan.Zero)
            return new(Refuse(criticality, ShedReason.Deadline));

        Waiter waiter;
        lock (_lock)
        {
            if (TryStart(criticality) is { } permit)
                return new(new Admission(new(permit, permit.Version), null));

            if (_line.Count >= _limits.QueueLimit && !TryDisplace(criticality))
                return new(Refuse(criticality, ShedReason.QueueFull));

            waiter = new(this, criticality, outOfTime);
            _line.Add(waiter);
        }

        return waiter.WaitAsync(bound, _clock, cancellationToken);
    }

    /// <summary>Marks a call as failed, if the lease is still its.</summary>
    public void Fail(Permit permit, int version)
    {
        lock (_lock)
        {
            if (permit.Version == version)
                permit.HasFailed = true;
        }
    }

    /// <summary>Says of what kind a call is, if the lease is still its.</summary>
    public void Tell(Permit permit, int version, CallKind kind)
    {
        if (_adaptive is null)
            return;

        lock (_lock)
        {
            if (permit.Version == version)
                permit.Kind = kind;
        }
    }

    /// <summary>Counts the time of a call from now on, if the lease is still its.</summary>
    public void Restart(Permit permit, int version)
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            if (permit.Version == version)
                permit.Start = now;
        }
    }

    /// <summary>Ends a call, if the lease is still its, and lets others in.</summary>
    /// <param name="permit">What stands behind the lease.</param>
    /// <param name="version">The turn of the lease.</param>
    /// <param name="isSample">Whether its time says how long calls take.</param>
    public void Leave(Permit permit, int version, bool isSample = true)
    {
        var now = _clock.GetTimestamp();
        lock (_lock)
        {
            if (permit.Version != version)
                return;

            permit.Version++;
            if (isSample)
                _adaptive?.Add(permit.Start, now, permit.HasFailed, _active, permit.Kind);

            _active--;
            if (IsSheddable(permit.Criticality))
                _sheddable--;

            permit.Next = _pool;
            _pool = permit;
            _idleSince = now;
            LetIn(now);
        }
    }

    public void RunOutOfTime(Waiter waiter, ShedReason reason)
    {
        lock (_lock)
        {
            if (_line.Remove(waiter))
                Refuse(waiter, reason);
        }
    }

    public void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_line.Remove(waiter))
                waiter.Cancel(cancellationToken);
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new()
            {
                CurrentAvailablePermits = Math.Max(0, Limit - _active),
                CurrentQueuedCount = _line.Count,
                TotalSuccessfulLeases = _admitted,
                TotalFailedLeases = _shed.Sum(),
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, 1);
        var criticality = CallCriticality.Current;
        lock (_lock)
        {
            if (permitCount == 0)
                return _active < Limit ? AdmissionRateLimitLease.Nothing : AdmissionRateLimitLease.Refused();

            if (TryStart(criticality) is { } permit)
                return new AdmissionRateLimitLease(new(permit, permit.Version));
        }

        Refuse(criticality, ShedReason.QueueFull);
        return AdmissionRateLimitLease.Refused();
    }

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permitCount, 1);
        if (permitCount == 0)
            return AttemptAcquireCore(0);

        var admission = await EnterAsync(CallCriticality.Current, Deadline.Current, cancellationToken).ConfigureAwait(false);
        return admission.Refusal is null ? new AdmissionRateLimitLease(admission.Lease) : AdmissionRateLimitLease.Refused();
    }

    private static bool IsSheddable(Criticality criticality) => criticality < Criticality.Critical;

    private Permit? TryStart(Criticality criticality)
    {
        var now = _clock.GetTimestamp();
        if (!IsSheddable(criticality))
            _importantUntil = now + _memory;

        // What room there may be belongs to those who wait. Afterwards whoever can start overtakes nobody of its own criticality.
        LetIn(now);
        return CanStart(criticality, now) ? Start(criticality, now) : null;
    }

    private bool CanStart(Criticality criticality, long now) =>
        _active < Limit && (!IsSheddable(criticality) || now >= _importantUntil || _sheddable < SheddableLimit());

    /// <summary>What is running is not stopped for a call that matters more: some room is kept for that.</summary>
    private int SheddableLimit() => Math.Max(1, (int)(Limit * (_sheddableShare ?? OverloadSettings.Current.SheddableShare)));

    private Permit Start(Criticality criticality, long now)
    {
        var permit = _pool ?? new(this);
        _pool = permit.Next;
        permit.Next = null;
        permit.Criticality = criticality;
        permit.Start = now;
        permit.HasFailed = false;
        permit.Kind = null;
        _active++;
        _admitted++;
        if (IsSheddable(criticality))
            _sheddable++;

        return permit;
    }

    private void LetIn(long now)
    {
        while (_line.First() is { } waiter && CanStart(waiter.Criticality, now))
        {
            _line.Remove(waiter);
            var permit = Start(waiter.Criticality, now);
            waiter.Admit(new(permit, permit.Version));
        }
    }

    private bool TryDisplace(Criticality criticality)
    {
        if (_line.LowestBelow(criticality) is not { } lowest)
            return false;

        _line.Remove(lowest);
        Refuse(lowest, ShedReason.Displaced);
        return true;
    }

    private void Refuse(Waiter waiter, ShedReason reason)
    {
        Refuse(waiter.Criticality, reason);
        waiter.Refuse(reason);
    }

    private Admission Refuse(Criticality criticality, ShedReason reason)
    {
        Interlocked.Increment(ref ShedCell(criticality, reason));
        return Admission.Refused(reason);
    }

    private ref long ShedCell(Criticality criticality, ShedReason reason) =>
        ref _shed[((int)criticality * Reasons) + (int)reason];
}
