using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Reliability.Hosting.Health;

/// <summary>One check, however many ask for it: at most one execution at a time, an answer within the check's timeout, and an answer
/// that is given again for as long as the check's cache says and no longer. A check that ignores its token is not started again
/// while it hangs; otherwise the probes of an hour would leave an hour's worth of hanging calls behind.</summary>
internal sealed partial class MonitoredCheck(
    HealthCheckRegistration registration, bool isOptional, TimeSpan cacheFor, IServiceScopeFactory scopes, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly string[] _tags = [.. registration.Tags];
    private readonly Func<HealthCheckResult>? _state = OwnRegistrations.StateOf(registration);
    private CheckHealth? _last;
    private long _lastAt;
    private Task<CheckHealth>? _answer;
    private Task? _execution;
    private long _executionBegun;

    public string Name => registration.Name;

    public IReadOnlyList<string> Tags => _tags;

    /// <summary>Whether it only looks at the state of the process; then <see cref="State"/> is asked.</summary>
    public bool IsState => _state is not null;

    public CheckHealth State() => Safe(_state!(), TimeSpan.Zero);

    /// <summary>The answer that is still good, or a new one within the timeout. Never throws.</summary>
    public ValueTask<CheckHealth> AskAsync()
    {
        lock (_gate)
        {
            if (LastWithin(cacheFor) is { } last)
                return new(last);

            if (_answer is { IsCompleted: false })
                return new(_answer);

            return IsExecuting ? new(Hanging()) : new(_answer = AnswerAsync());
        }
    }

    /// <summary>What it says without being asked; null when its last answer has been out of date for that long.</summary>
    public CheckHealth? LastKnown(TimeSpan maxAge)
    {
        if (IsState)
            return State();

        lock (_gate)
            return LastWithin(cacheFor + maxAge) ?? (IsExecuting && _answer is { IsCompleted: true } ? Hanging() : null);
    }

    /// <summary>What is said of it when nobody waited for it.</summary>
    public CheckHealth NotAwaited() => Failed("Nobody waited for it.", TimeSpan.Zero);

    private bool IsExecuting => _execution is { IsCompleted: false };

    private CheckHealth? LastWithin(TimeSpan age) => _last is not null && clock.GetElapsedTime(_lastAt) < age ? _last : null;

    private CheckHealth Hanging()
    {
        var elapsed = clock.GetElapsedTime(_executionBegun);
        return Failed($"Has not ended for {elapsed.TotalSeconds:0} s. It ignores its cancellation token and is not asked again until it ends.", elapsed);
    }

    /// <summary>Runs up to its first await under the gate.</summary>
    private async Task<CheckHealth> AnswerAsync()
    {
        _executionBegun = clock.GetTimestamp();
        var execution = Execute(new(registration.Timeout, clock));
        _execution = execution;
        HealthCheckResult? result;
        try
        {
            result = await execution.WaitAsync(registration.Timeout, clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The check's own are results by now: it is this wait that is over.
            result = null;
        }

        return Keep(result, clock.GetElapsedTime(_executionBegun));
    }

    private CheckHealth Keep(HealthCheckResult? result, TimeSpan duration)
    {
        var health = result is { } said
            ? Safe(said, duration)
            : Failed($"Timed out after {registration.Timeout.TotalMilliseconds:0} ms.", duration);
        HealthStatus? before;
        lock (_gate)
        {
            before = _last?.Status;
            _last = health;
            _lastAt = clock.GetTimestamp();
        }

        if (before != health.Status)
            LogChange(health, result?.Exception);

        return health;
    }

    /// <summary>On a thread of its own, because some checks block; and outside of the request that happens to ask, because others will
    /// be given the same answer.</summary>
    private Task<HealthCheckResult?> Execute(CancellationTokenSource limit)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(() => ExecuteAsync(limit));

        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => ExecuteAsync(limit));
    }

    /// <returns>Null when the check took notice that its time was over. Never throws.</returns>
    private async Task<HealthCheckResult?> ExecuteAsync(CancellationTokenSource limit)
    {
        using var disposing = limit;
        using var unrecorded = Unrecorded();
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using var disposed = scope.ConfigureAwait(false);
            var check = registration.Factory(scope.ServiceProvider);
            return await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Whatever a check throws is its result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new HealthCheckResult(registration.FailureStatus, exception: exception);
        }
    }

    /// <summary>A parent that is not recorded: the calls of checks, one each second, are not worth a trace.</summary>
    private static Activity Unrecorded() => new Activity("Reliability.HealthCheck") { IsAllDataRequested = false }.Start();

    private CheckHealth Safe(HealthCheckResult result, TimeSpan duration) =>
        new(Name, Bounded(result.Status), SafeResult.Description(result), _tags, duration, SafeResult.Data(result), isOptional);

    private CheckHealth Failed(string description, TimeSpan duration) =>
        new(Name, Bounded(registration.FailureStatus), description, _tags, duration, new Dictionary<string, object>(), isOptional);

    private HealthStatus Bounded(HealthStatus status) => isOptional && status == HealthStatus.Unhealthy ? HealthStatus.Degraded : status;

    /// <summary>Here the exception is told, with everything; nowhere else.</summary>
    private void LogChange(CheckHealth health, Exception? exception)
    {
        switch (health.Status)
        {
            case HealthStatus.Unhealthy:
                LogUnhealthy(logger, exception, Name, health.Description);
                break;
            case HealthStatus.Degraded:
                LogDegraded(logger, exception, Name, health.Description);
                break;
            default:
                LogHealthy(logger, Name);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "The health check {Check} is unhealthy: {Description}")]
    private static partial void LogUnhealthy(ILogger logger, Exception? exception, string check, string? description);

    [LoggerMessage(LogLevel.Warning, "The health check {Check} is degraded: {Description}")]
    private static partial void LogDegraded(ILogger logger, Exception? exception, string check, string? description);

    [LoggerMessage(LogLevel.Information, "The health check {Check} is healthy.")]
    private static partial void LogHealthy(ILogger logger, string check);
}
