using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Refuses an end that would lose something.</summary>
internal sealed class DrainOptionsValidator(IOptions<HostOptions> host, IHostEnvironment environment, IEnumerable<IServedRequests> requests)
    : IValidateOptions<DrainOptions>
{
    public ValidateOptionsResult Validate(string? name, DrainOptions options)
    {
        var problem = options switch
        {
            { Period: { } period } when period < TimeSpan.Zero => Negative(nameof(options.Period), period, "A time of 0 or more, such as 00:00:05"),
            { RequestTimeout: var timeout } when timeout <= TimeSpan.Zero => Negative(nameof(options.RequestTimeout), timeout, "A time above 0, such as 00:00:15"),
            { TerminationGracePeriod: var grace } when grace <= TimeSpan.Zero =>
                Negative(nameof(options.TerminationGracePeriod), grace, "The pod's terminationGracePeriodSeconds, such as 00:00:30"),
            _ => DrainBounds.Of(options, host.Value, requests.FirstOrDefault(), environment).Problem(),
        };

        return problem is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problem);
    }

    private static string Negative(string option, TimeSpan value, string cure) =>
        $"{DrainOptions.Section}:{option} is {value:c}; no process ends in the past. {cure}, is what it takes.";
}
