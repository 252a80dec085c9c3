namespace Reliability.Failover;

/// <summary>What failover did. The order is that of the counters.</summary>
internal enum FailoverEvent
{
    Retry,
    RetryExhausted,
    RetryDenied,
    Timeout,
    AttemptTimeout,
    BreakerOpened,
    BreakerHalfOpened,
    BreakerClosed,
    BreakerRejected,
    Fallback,
}
