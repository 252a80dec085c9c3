using Microsoft.Extensions.Time.Testing;
using Reliability.Model;
using Reliability.Overload;

namespace Reliability.Tests.Overload;

/// <summary>A service with a real gate, or none, before a simulated backend. Its callers come at random and do not wait for each other (an
/// open loop); each gives up after a second. Time passes from one event to the next, so a run is over in a moment and the
/// same each time.</summary>
internal sealed class SimulatedService
{
    private const double Patience = 1000;

    // What comes before does not count.
    private const double WarmUp = 5000;

    private readonly FakeTimeProvider _clock = new();
    private readonly SimulatedBackend _backend = new();
    private readonly AdmissionGate? _gate;
    private readonly PriorityQueue<SimulatedTraffic, double> _arrivals = new();
    private readonly List<SimulatedCall> _waiting = [];
    private readonly Queue<SimulatedCall> _patience = new();
    private double _now;

    private SimulatedService(CapacityLimits? limits) =>
        _gate = limits is null ? null : new(new ServiceIdentity { Name = "simulated" }, null, limits, _clock);

    /// <summary>Lets callers come for a while. What became of them is in the traffic.</summary>
    /// <param name="limits">The capacity that is declared; null for no admission.</param>
    /// <param name="seed">Of the moments when callers come.</param>
    /// <param name="seconds">How long what comes counts, after some seconds in which it does not.</param>
    /// <param name="traffic">What comes.</param>
    public static Task RunAsync(CapacityLimits? limits, int seed, int seconds, params SimulatedTraffic[] traffic) =>
        new SimulatedService(limits).RunAsync(new Random(seed), WarmUp + (seconds * 1000), traffic);

    private async Task RunAsync(Random random, double end, SimulatedTraffic[] traffic)
    {
        foreach (var kind in traffic)
            _arrivals.Enqueue(kind, Pause(kind));

        while (Next() is var next && next < double.PositiveInfinity)
        {
            Pass(next);
            await SettleAsync().ConfigureAwait(false);
            while (_backend.End() is { } call)
                Answer(call);

            while (_patience.TryPeek(out var call) && (call.HasEnded || call.At + Patience <= _now))
                GiveUp(_patience.Dequeue());

            await SettleAsync().ConfigureAwait(false);
            while (_arrivals.TryPeek(out var kind, out var at) && at <= _now)
            {
                _arrivals.Dequeue();
                if (at + Pause(kind) is var following && following < end)
                    _arrivals.Enqueue(kind, following);

                Arrive(new(kind, at));
                await SettleAsync().ConfigureAwait(false);
            }
        }

        double Pause(SimulatedTraffic kind) => -Math.Log(1 - random.NextDouble()) * 1000 / kind.PerSecond;
    }

    private double Next()
    {
        while (_patience.TryPeek(out var call) && call.HasEnded)
            _patience.Dequeue();

        var next = Math.Min(_backend.Next, _arrivals.TryPeek(out _, out var at) ? at : double.PositiveInfinity);
        return _patience.TryPeek(out var first) ? Math.Min(next, first.At + Patience) : next;
    }

    private void Pass(double next)
    {
        _backend.Work(next);
        _now = next;
        var now = _clock.Start + TimeSpan.FromTicks((long)(next * TimeSpan.TicksPerMillisecond));
        if (now > _clock.GetUtcNow())
            _clock.SetUtcNow(now);
    }

    private void Arrive(SimulatedCall call)
    {
        _patience.Enqueue(call);
        if (_gate is null)
        {
            _backend.Begin(call);
            return;
        }

        call.Entering = _gate.TryEnterAsync(call.Traffic.Criticality, null, CancellationToken.None).AsTask();
        _waiting.Add(call);
    }

    /// <summary>Hears the answers that the gate has given. They come on other threads, but the gate says how many have none.</summary>
    private async Task SettleAsync()
    {
        if (_gate is null)
            return;

        while (_waiting.Where(call => !call.Entering!.IsCompleted).ToList() is var open && open.Count > _gate.Admissions.Queued)
            await Task.WhenAny(open.Select(call => call.Entering!)).WaitAsync(TimeSpan.FromMinutes(1)).ConfigureAwait(false);

        foreach (var call in _waiting.Where(call => call.Entering!.IsCompleted).ToList())
        {
            _waiting.Remove(call);
            Begin(call, await call.Entering!.ConfigureAwait(false));
        }
    }

    private void Begin(SimulatedCall call, Admission admission)
    {
        if (admission.Refusal is null)
        {
            call.Lease = admission.Lease;
            _backend.Begin(call);
            return;
        }

        call.HasEnded = true;
        if (Counts(call))
            call.Traffic.Shed++;
    }

    private void Answer(SimulatedCall call)
    {
        call.HasEnded = true;
        call.Lease.Dispose();
        if (Counts(call))
            call.Traffic.Answer(_now - call.At);
    }

    private void GiveUp(SimulatedCall call)
    {
        if (call.HasEnded)
            return;

        call.HasEnded = call.HasGivenUp = true;
        _backend.GiveUp();
        call.Lease.Fail();
        call.Lease.Dispose();
        if (Counts(call))
            call.Traffic.Lost++;
    }

    private static bool Counts(SimulatedCall call) => call.At >= WarmUp;
}
