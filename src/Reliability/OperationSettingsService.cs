using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reliability;

/// <summary>Makes the configuration of the host known to the operations, before anything else starts. A value that cannot be meant keeps the host
/// from starting; one that comes later is said, and the old one stays.</summary>
internal sealed partial class OperationSettingsService(IServiceProvider services, ILogger<OperationSettingsService> logger) : HostedLifecycleService, IDisposable
{
    private IDisposable? _usage;

    /// <summary>Makes it known now. Whoever needs to know what the configuration makes of the operations asks for it; later calls change
    /// nothing.</summary>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public void Use()
    {
        if (_usage is null && services.GetService<IConfiguration>() is { } configuration)
            _usage = OperationSettings.Use(configuration, LogProblem);
    }

    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        Use();
        return Task.CompletedTask;
    }

    // Not when the host stops: what is under way goes on as it began.
    public void Dispose() => _usage?.Dispose();

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogProblem(string problem);
}
