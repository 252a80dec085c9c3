namespace Reliability.Overload;

/// <summary>How long those who are turned away are asked to stay away.</summary>
internal static class RetryDelay
{
    /// <summary>Another time for each: what is turned away together would otherwise come back together. Whole seconds, at least
    /// one.</summary>
    public static TimeSpan Next() => Of(OverloadSettings.Current.RetryAfter, Random.Shared.NextDouble());

    /// <param name="average">The time on average.</param>
    /// <param name="random">0 to 1.</param>
    internal static TimeSpan Of(TimeSpan average, double random) =>
        TimeSpan.FromSeconds(Math.Max(1, Math.Round(average.TotalSeconds * (0.5 + random))));
}
