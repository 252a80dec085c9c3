using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Refuses times that there are not. Whether they fit into one another shows when the timeouts are known: <see cref="Drain"/>
/// asks.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, DrainOptions options)
    {
        var problem = options switch
        {
            { Period: { } period } when period < TimeSpan.Zero => Negative(nameof(options.Period), period, "A time of 0 or more, such as 00:00:05"),
            { RequestTimeout: var timeout } when timeout <= TimeSpan.Zero => Negative(nameof(options.RequestTimeout), timeout, "A time above 0, such as 00:00:15"),
            { TerminationGracePeriod: var grace } when grace <= TimeSpan.Zero =>
                Negative(nameof(options.TerminationGracePeriod), grace, "The pod's terminationGracePeriodSeconds, such as 00:00:30"),
            { Period: { } period } when period > s_longest => Long(nameof(options.Period), period),
            { RequestTimeout: var timeout } when timeout > s_longest => Long(nameof(options.RequestTimeout), timeout),
            { TerminationGracePeriod: var grace } when grace > s_longest => Long(nameof(options.TerminationGracePeriod), grace),
            _ => null,
        };

        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
    }

    /// <summary>Nobody means it: <c>30</c> is thirty days.</summary>
    private static string Long(string option, TimeSpan value) =>
        $"{DrainOptions.Section}:{option} is {value:c}, which is more than a day; a number alone is days. Write hours, minutes and seconds, such as 00:00:30.";

    private static string Negative(string option, TimeSpan value, string cure) =>
        $"{DrainOptions.Section}:{option} is {value:c}; no process ends in the past. {cure}, is what it takes.";
}
