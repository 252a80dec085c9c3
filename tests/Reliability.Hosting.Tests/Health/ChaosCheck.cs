using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A check that changes its mind, and what the test knows of it.</summary>
internal sealed class ChaosCheck(string name, string group, TimeProvider clock) : IHealthCheck
{
    private volatile TaskCompletionSource<HealthCheckResult>? _hangs;
    private volatile bool _obeys;
    private int _underWay;

    public string Name => name;

    public string Group => group;

    /// <summary>The group that only this check belongs to.</summary>
    public string Alone => $"only-{name}";

    /// <summary>What it says when it says something.</summary>
    public HealthStatus Status { get; private set; } = HealthStatus.Healthy;

    /// <summary>When it could last have said that it is healthy; null while it can.</summary>
    public DateTimeOffset? HealthyUntil { get; private set; }

    public bool IsHanging => _hangs is not null;

    public bool IsUnderWay => Volatile.Read(ref _underWay) > 0;

    public void Say(HealthStatus status)
    {
        var hangs = _hangs;
        Status = status;
        _hangs = null;
        HealthyUntil = status == HealthStatus.Healthy ? null : HealthyUntil ?? clock.GetUtcNow();
        hangs?.TrySetResult(new(status));
    }

    public void Hang(bool obeysItsToken)
    {
        _obeys = obeysItsToken;
        _hangs ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        HealthyUntil ??= clock.GetUtcNow();
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            if (_hangs is { } hangs)
                return await (_obeys ? hangs.Task.WaitAsync(cancellationToken) : hangs.Task);

            return Status == HealthStatus.Unhealthy ? throw new InvalidOperationException("Server=db;Password=x") : new(Status);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
