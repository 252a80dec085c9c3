using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Health;

/// <summary>Refuses options that would make a probe lie.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    private static readonly TimeSpan s_kubeletTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestCache = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_shortestRefresh = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(HealthOptions options)
    {
        if (options.Timeout <= TimeSpan.Zero || options.Timeout >= s_kubeletTimeout)
        {
            yield return $"{HealthOptions.Section}:{nameof(HealthOptions.Timeout)} is {options.Timeout:c}; a probe that takes a second or longer "
                + "fails at the kubelet whatever it answers. Choose a time above 0 and below 1 second, such as 00:00:00.5.";
        }

        if (options.CacheFor < TimeSpan.Zero || options.CacheFor > s_longestCache)
        {
            yield return $"{HealthOptions.Section}:{nameof(HealthOptions.CacheFor)} is {options.CacheFor:c}; what was healthy longer ago says nothing "
                + "of now. Choose a time from 0 to 1 minute, such as 00:00:01; a check that costs much can have a longer one of its own.";
        }

        if (options.RefreshEvery != TimeSpan.Zero && options.RefreshEvery < s_shortestRefresh)
        {
            yield return $"{HealthOptions.Section}:{nameof(HealthOptions.RefreshEvery)} is {options.RefreshEvery:c}; asking that often loads what "
                + "is asked. Choose 1 second or longer, such as 00:00:30, or 0 to publish only what probes ask for.";
        }
    }
}
