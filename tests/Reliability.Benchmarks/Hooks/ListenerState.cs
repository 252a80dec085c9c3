namespace Reliability.Benchmarks.Hooks;

/// <summary>Who listens to the instruments while they are measured.</summary>
public enum ListenerState
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A bare <see cref="System.Diagnostics.Metrics.MeterListener"/> whose callbacks do nothing.</summary>
    MeterListener,

    /// <summary>The OpenTelemetry SDK with a periodic reader, as in production.</summary>
    OpenTelemetry,
}
