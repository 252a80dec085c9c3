using Microsoft.Extensions.Options;

namespace Reliability.AspNetCore;

/// <summary>Refuses options that would make a probe lie.</summary>
internal sealed class ReliabilityOptionsValidator : IValidateOptions<ReliabilityOptions>
{
    private static readonly TimeSpan s_kubeletTimeout = TimeSpan.FromSeconds(1);

    public ValidateOptionsResult Validate(string? name, ReliabilityOptions options) =>
        options.ProbeTimeout > TimeSpan.Zero && options.ProbeTimeout < s_kubeletTimeout
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ReliabilityOptions.Section}:{nameof(ReliabilityOptions.ProbeTimeout)} is {options.ProbeTimeout:c}; a probe that "
                + "takes a second or longer fails at the kubelet whatever it answers. Choose a time above 0 and below 1 second, such as 00:00:00.5.");
}
