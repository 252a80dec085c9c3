using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reliability;

/// <summary>Makes the configuration of the host known to the operations: to methods before anything else starts, to endpoints as soon as all are
/// known. A value that cannot be meant keeps the host from starting; one that comes later is said, and the old one stays.</summary>
internal sealed partial class OperationSettingsService(IServiceProvider services, ILogger<OperationSettingsService> logger) : HostedLifecycleService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<IConfiguredOperation> _early = [];
    private OperationUsage? _usage;
    private bool _isComplete;

    /// <summary>Tells that what is in force may have changed, once the operations are configured.</summary>
    public event Action? Changed;

    /// <summary>Makes it known now. Whoever needs to know what the configuration makes of the operations asks for it; later calls change
    /// nothing.</summary>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public void Use()
    {
        if (_usage is null && services.GetService<IConfiguration>() is { } configuration)
            _usage = OperationSettings.Use(configuration, LogProblem, isComplete: false, () => Changed?.Invoke(), hasMore: services.GetServices<IHostOperations>().Any());
    }

    /// <summary>Has an operation of this host follow its configuration. One that is found before the host has started does what it declares
    /// until then.</summary>
    /// <param name="operation">The operation, such as an endpoint.</param>
    public void Follow(IConfiguredOperation operation)
    {
        lock (_lock)
        {
            if (!_isComplete)
            {
                _early.Add(operation);
                return;
            }
        }

        if (_usage is { } usage)
            OperationSettings.Add(usage, operation);
    }

    /// <summary>Has all operations of this host follow its configuration. Whoever needs to know what it makes of them asks for it; later calls
    /// change nothing.</summary>
    /// <exception cref="InvalidOperationException">It holds a value that cannot be meant.</exception>
    public void Complete()
    {
        lock (_lock)
        {
            if (_isComplete)
                return;

            foreach (var found in services.GetServices<IHostOperations>())
                found.FollowSettings(this);

            _isComplete = true;
            if (_usage is { } usage)
                OperationSettings.Complete(usage, _early);
        }
    }

    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        Use();
        return Task.CompletedTask;
    }

    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        Complete();
        return Task.CompletedTask;
    }

    // Not when the host stops: what is under way goes on as it began.
    public void Dispose() => _usage?.Dispose();

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogProblem(string problem);
}
