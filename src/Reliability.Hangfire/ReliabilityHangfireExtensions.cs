using Reliability.Hangfire;

namespace Hangfire;

/// <summary>Measures jobs.</summary>
public static class ReliabilityHangfireExtensions
{
    /// <summary>Counts the runs of all jobs that carry an <c>[Slo]</c>. Calling it again changes nothing.</summary>
    /// <example><code>services.AddHangfire(hangfire =&gt; hangfire.UseReliability());</code></example>
    /// <param name="configuration">Hangfire.</param>
    /// <returns>Hangfire.</returns>
    public static IGlobalConfiguration UseReliability(this IGlobalConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.UseFilter(new OperationJobFilter());
    }
}
