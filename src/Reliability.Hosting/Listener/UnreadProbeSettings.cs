using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.Hosting.Listener;

/// <summary>Says at start which settings of probes this kind of process does not read. Web services and workers share a section, and what somebody
/// has written there he believes in.</summary>
internal sealed partial class UnreadProbeSettings(
    IConfiguration configuration, ILogger<UnreadProbeSettings> logger, IReadOnlyList<UnreadProbeSettings.Setting> settings) : IHostedService
{
    /// <summary>Registers the check.</summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="settings">What it does not read.</param>
    public static void Add(IServiceCollection services, params Setting[] settings) =>
        services.AddSingleton<IHostedService>(services => new UnreadProbeSettings(
            services.GetRequiredService<IConfiguration>(), services.GetRequiredService<ILogger<UnreadProbeSettings>>(), settings));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var setting in settings)
        {
            var key = $"{ProbeListenerOptions.Section}:{setting.Name}";
            if (configuration[key] is { Length: > 0 } value && !value.Equals(setting.Harmless, StringComparison.OrdinalIgnoreCase))
                LogUnread(key, value, setting.Reason, setting.Cure);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Key} is '{Value}', which changes nothing: {Reason}. {Cure}")]
    private partial void LogUnread(string key, string value, string reason, string cure);

    /// <summary>A setting that is not read.</summary>
    /// <param name="Name">Its name in the section.</param>
    /// <param name="Reason">Why it is not read.</param>
    /// <param name="Cure">What to do instead.</param>
    /// <param name="Harmless">A value that says what is the case anyway.</param>
    internal sealed record Setting(string Name, string Reason, string Cure, string? Harmless = null);
}
