using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reliability.Health;

namespace Reliability.Hosting.Health;

/// <summary>Knows which loops must give signs of life, and which of them do not.</summary>
internal sealed partial class HeartbeatWatch(
    IServiceProvider services, IHostApplicationLifetime lifetime, DeclaredHealth declared, ILogger<HeartbeatWatch> logger) : HostedLifecycleService
{
    // The silent ones that the log knows. Whoever looks at a process that liveness restarted finds there why.
    private readonly ConcurrentDictionary<Heartbeat, bool> _silent = [];
    private IHostedService[] _hosted = [];

    /// <summary>Unhealthy while any heartbeat is silent.</summary>
    public HealthCheckResult State()
    {
        Dictionary<string, object>? silent = null;
        foreach (var heartbeat in declared.Heartbeats)
        {
            if (heartbeat.Overdue() is { } silence && !HasEnded(heartbeat))
            {
                (silent ??= [])[heartbeat.Name] = silence;
                if (_silent.TryAdd(heartbeat, true))
                    LogSilent(heartbeat.Name, silence.TotalSeconds, heartbeat.MaxSilence.TotalSeconds);
            }
            else if (_silent.TryRemove(heartbeat, out _))
            {
                LogNotSilent(heartbeat.Name);
            }
        }

        return silent is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Silent: {string.Join(", ", silent.Keys)}.", data: silent);
    }

    /// <summary>All hosted services have started; from now on those with a heartbeat owe it.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        _hosted = [.. services.GetServices<IHostedService>()];
        foreach (var heartbeat in declared.Heartbeats)
        {
            if (_hosted.Any(service => IsOwner(heartbeat, service)))
                heartbeat.Watch();
        }

        return Task.CompletedTask;
    }

    private bool HasEnded(Heartbeat heartbeat)
    {
        var isHosted = false;
        foreach (var service in _hosted)
        {
            if (!IsOwner(heartbeat, service))
                continue;

            if (!HasEnded(service))
                return false;

            isHosted = true;
        }

        return isHosted;
    }

    /// <summary>A loop that an exception ended has not ended as it should; its silence is worth a restart.</summary>
    private bool HasEnded(IHostedService service) => service is BackgroundService background
        ? background.ExecuteTask is { IsCompleted: true, IsFaulted: false }
        : lifetime.ApplicationStopping.IsCancellationRequested;

    private static bool IsOwner(Heartbeat heartbeat, IHostedService service)
    {
        for (var type = service.GetType(); type is not null; type = type.BaseType)
        {
            if (type == heartbeat.Owner || (type.IsGenericType && type.GetGenericTypeDefinition() == heartbeat.Owner))
                return true;
        }

        return false;
    }

    [LoggerMessage(LogLevel.Error, "The heartbeat {Heartbeat} has been silent for {Silence:0.0} s, and at most {MaxSilence:0.###} s are allowed. Liveness fails until it beats.")]
    private partial void LogSilent(string heartbeat, double silence, double maxSilence);

    [LoggerMessage(LogLevel.Information, "The heartbeat {Heartbeat} is no longer silent: it beats, or its loop has ended.")]
    private partial void LogNotSilent(string heartbeat);
}
