using System.Collections.Concurrent;
using Reliability.Model;

namespace Reliability.Failover;

/// <summary>The events of one operation. Two methods of one name share them, as they share their series.</summary>
internal sealed class FailoverEvents
{
    private static readonly string[] s_names =
    [
        "retry", "retry_exhausted", "retry_denied", "timeout", "attempt_timeout",
        "breaker_opened", "breaker_half_opened", "breaker_closed", "breaker_rejected", "fallback",
    ];

    private static readonly ConcurrentDictionary<(string Service, string Operation), FailoverEvents> s_all = [];

    private readonly long[] _counts = new long[s_names.Length];
    private readonly bool[] _possible = new bool[s_names.Length];

    private FailoverEvents(string service, string operation)
    {
        Service = service;
        Operation = operation;
    }

    /// <summary>The events of all operations.</summary>
    public static IEnumerable<FailoverEvents> All => s_all.Select(pair => pair.Value);

    public string Service { get; }

    public string Operation { get; }

    /// <summary>The events of an operation, of which those that its policy can lead to have a series from now on.</summary>
    public static FailoverEvents Of(ServiceIdentity service, string operation, FailoverPolicy policy)
    {
        var events = s_all.GetOrAdd((service.Name, operation), static key => new(key.Service, key.Operation));
        events.Expect(policy.Timeout is not null, FailoverEvent.Timeout);
        events.Expect(policy.Timeout?.Attempt is not null, FailoverEvent.AttemptTimeout);
        events.Expect(policy.Retry is not null, FailoverEvent.Retry, FailoverEvent.RetryExhausted, FailoverEvent.RetryDenied);
        events.Expect(
            policy.CircuitBreaker is not null,
            FailoverEvent.BreakerOpened, FailoverEvent.BreakerHalfOpened, FailoverEvent.BreakerClosed, FailoverEvent.BreakerRejected);
        events.Expect(policy.Fallback is not null, FailoverEvent.Fallback);
        return events;
    }

    public void Count(FailoverEvent what) => Interlocked.Increment(ref _counts[(int)what]);

    public long Read(FailoverEvent what) => Interlocked.Read(ref _counts[(int)what]);

    /// <summary>What can happen or has, by the name of its series.</summary>
    public IEnumerable<(string Name, long Count)> Series()
    {
        for (var i = 0; i < s_names.Length; i++)
        {
            var count = Interlocked.Read(ref _counts[i]);
            if (_possible[i] || count > 0)
                yield return (s_names[i], count);
        }
    }

    private void Expect(bool isPossible, params ReadOnlySpan<FailoverEvent> events)
    {
        foreach (var what in events)
            _possible[(int)what] |= isPossible;
    }
}
