using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Makes the host give up a little before the platform does. Registered before everybody else who configures the host, so that
/// anybody else's word wins.</summary>
internal sealed class ShutdownTimeoutDefault(
    IEnumerable<IConfigureOptions<DrainOptions>> configure, IEnumerable<IPostConfigureOptions<DrainOptions>> postConfigure) : IConfigureOptions<HostOptions>
{
    // What the end of the process itself takes: the last export, disposing. A sixth where there is little time anyway.
    private const int ShareOfGrace = 6;
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(5);

    public void Configure(HostOptions options)
    {
        // Not IOptions: that would validate, and validating asks for these options.
        var grace = new OptionsFactory<DrainOptions>(configure, postConfigure).Create(Options.DefaultName).TerminationGracePeriod;
        if (grace > TimeSpan.Zero)
            options.ShutdownTimeout = grace - TimeSpan.FromTicks(Math.Min(s_margin.Ticks, grace.Ticks / ShareOfGrace));
    }
}
