using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Refuses times that there are not. Whether they fit into one another shows when the timeouts are known: <see cref="Drain"/>
/// asks.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    public ValidateOptionsResult Validate(string? name, DrainOptions options)
    {
        var problem = options switch
        {
            { Period: { } period } when period < TimeSpan.Zero => Negative(nameof(options.Period), period, "A time of 0 or more, such as 00:00:05"),
            { RequestTimeout: var timeout } when timeout <= TimeSpan.Zero => Negative(nameof(options.RequestTimeout), timeout, "A time above 0, such as 00:00:15"),
            { TerminationGracePeriod: var grace } when grace <= TimeSpan.Zero =>
                Negative(nameof(options.TerminationGracePeriod), grace, "The pod's terminationGracePeriodSeconds, such as 00:00:30"),
            _ => null,
        };

        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
    }

    private static string Negative(string option, TimeSpan value, string cure) =>
        $"{DrainOptions.Section}:{option} is {value:c}; no process ends in the past. {cure}, is what it takes.";
}
