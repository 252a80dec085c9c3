using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Failover;

/// <summary>What a retry strategy of Polly 8 is told to do, where all of that is constant.</summary>
/// <param name="Attempts">How often it tries, the first time included.</param>
/// <param name="Pauses">How long it waits between them, all together, without jitter; null: unknown.</param>
internal sealed record RetryPlan(double Attempts, TimeSpan? Pauses)
{
    // Polly 8: RetryStrategyOptions, and HttpRetryStrategyOptions, which backs off exponentially.
    private const int DefaultRetries = 3;
    private static readonly TimeSpan s_defaultDelay = TimeSpan.FromSeconds(2);

    /// <summary>The plan of a call of <c>AddRetry</c>, or null.</summary>
    public static RetryPlan? Of(IInvocationOperation addRetry, Site site)
    {
        if (addRetry.Options() is not IObjectCreationOperation options || options.Arguments.Length > 0)
            return null;

        var retries = options.Initialized("MaxRetryAttempts") is { } set ? Durations.Number(set) : DefaultRetries;
        return retries is { } count ? new(count + 1, PausesOf(options, count, site)) : null;
    }

    private static TimeSpan? PausesOf(IObjectCreationOperation options, double retries, Site site)
    {
        if (options.Initialized("DelayGenerator") is not null || retries > 1000)
            return null;

        var delay = options.Initialized("Delay") is { } set ? Durations.Of(set, site.Knowledge, site.Cancelled) : s_defaultDelay;
        var max = options.Initialized("MaxDelay") is { } most ? Durations.Of(most, site.Knowledge, site.Cancelled) : TimeSpan.MaxValue;
        var kind = options.Initialized("BackoffType") is { } backOff ? Durations.Number(backOff) : options.Type?.Name == "HttpRetryStrategyOptions" ? 2 : 0;
        if (delay is not { } first || max is not { } cap || kind is not { } growth)
            return null;

        var total = 0d;
        for (var i = 0; i < retries; i++)
        {
            var pause = first.TotalSeconds * growth switch
            {
                0 => 1,
                1 => i + 1,
                _ => Math.Pow(2, i),
            };
            total += Math.Min(pause, cap.TotalSeconds);
        }

        return total < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(total) : null;
    }
}
