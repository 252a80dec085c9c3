using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Reliability.Overload;

namespace Reliability.Hosting.Overload;

/// <summary>Refuses what cannot be meant.</summary>
/// <param name="configuration">What the options are bound to, if they are. One name where a list is expected is left out without a word, and no list
/// means everybody.</param>
internal sealed class OverloadOptionsValidator(IConfiguration? configuration = null) : IValidateOptions<OverloadOptions>
{
    public ValidateOptionsResult Validate(string? name, OverloadOptions options)
    {
        List<string> failures = [.. Failures(options), .. Unbound()];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(OverloadOptions options)
    {
        if (options.RetryAfter < TimeSpan.FromSeconds(1) || options.RetryAfter > TimeSpan.FromHours(1))
            yield return $"{OverloadOptions.Section}:{nameof(options.RetryAfter)} is {options.RetryAfter:c}; Retry-After counts whole seconds, and nobody comes back after hours. Choose 1 second to 1 hour, such as 00:00:02.";

        if (options.SheddableShare is not (> 0 and <= 1))
            yield return FormattableString.Invariant($"{OverloadOptions.Section}:{nameof(options.SheddableShare)} is {options.SheddableShare}; it is a part of a limit. Choose a number above 0 and at most 1, such as 0.75.");

        if (options.ClockTolerance < TimeSpan.Zero || options.ClockTolerance > TimeSpan.FromMinutes(1))
            yield return $"{OverloadOptions.Section}:{nameof(options.ClockTolerance)} is {options.ClockTolerance:c}; every deadline that comes from elsewhere would be worth nothing. Choose 0 to 1 minute, such as 00:00:00.05.";

        foreach (var pattern in options.PropagateTo.Where(pattern => !ToldHosts.IsPattern(pattern)))
            yield return $"{OverloadOptions.Section}:{nameof(options.PropagateTo)} has '{pattern}', which is no name of a host; it would match none. Choose a name without scheme, port and path, such as orders.internal, or *.internal for all below it.";
    }

    private IEnumerable<string> Unbound() =>
        configuration?[OverloadOptions.Section + ":" + nameof(OverloadOptions.PropagateTo)] is { Length: > 0 } text
            ? [$"{OverloadOptions.Section}:{nameof(OverloadOptions.PropagateTo)} is '{text}', which is no list, so every host would be told. Write [ \"{text}\" ], or the name under {OverloadOptions.Section}:{nameof(OverloadOptions.PropagateTo)}:0."]
            : [];
}
