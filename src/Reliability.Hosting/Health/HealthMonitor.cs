using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Health;

namespace Reliability.Hosting.Health;

/// <summary>Answers how the service is, from the health checks of whatever origin: declared by attributes, registered by hand, of other
/// packages. It never throws, never hangs, and asks no check more often than its cache allows, however often it is asked itself.</summary>
internal sealed class HealthMonitor
{
    private static readonly TimeSpan s_newsAgeWithoutRefresh = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly TimeSpan _newsAge;
    private readonly MonitoredCheck[] _all;
    private readonly MonitoredCheck[] _startup;
    private readonly MonitoredCheck[] _readyBeforeStartup;
    private readonly Dictionary<string, MonitoredCheck[]> _groups;
    private bool _hasStarted;

    public HealthMonitor(
        IOptions<HealthCheckServiceOptions> registrations, IOptions<HealthOptions> options, DeclaredHealth declared, IServiceScopeFactory scopes,
        TimeProvider clock, ILogger<HealthMonitor> logger)
    {
        _clock = clock;
        _newsAge = options.Value.RefreshEvery == TimeSpan.Zero ? s_newsAgeWithoutRefresh : 2 * options.Value.RefreshEvery;
        _all = [.. registrations.Value.Registrations.Select(registration =>
            new MonitoredCheck(registration, IsOptional(registration, declared), CacheFor(registration, options.Value), scopes, clock, logger))];
        _groups = _all.SelectMany(check => check.Tags, (check, tag) => (Check: check, Tag: tag))
            .GroupBy(it => it.Tag, it => it.Check, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
        _startup = Group(HealthGroups.Startup);
        _readyBeforeStartup = [.. Group(HealthGroups.Ready).Union(_startup)];
    }

    /// <summary>The groups that some check belongs to.</summary>
    public IReadOnlyCollection<string> Groups => _groups.Keys;

    public bool HasGroup(string group) => _groups.ContainsKey(group);

    /// <summary>Asks the checks of a group.</summary>
    /// <param name="group">A tag of the checks; null for all checks.</param>
    /// <param name="cancellationToken">Ends the wait; what has not answered by then counts as failed.</param>
    public async Task<GroupHealth> CheckAsync(string? group, CancellationToken cancellationToken)
    {
        var checks = Members(group);
        if (checks.Length == 0)
            return GroupHealth.Empty;

        var begun = _clock.GetTimestamp();
        var results = new CheckHealth[checks.Length];
        await AskAsync(checks, results, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < checks.Length; i++)
        {
            if (checks[i].IsState)
                results[i] = checks[i].State();
        }

        NoticeStartup(checks, results);
        return new(Worst(results), results, _clock.GetElapsedTime(begun));
    }

    /// <summary>What is known of each check without asking it.</summary>
    public IEnumerable<(string Check, HealthStatus Status)> LastKnownChecks() =>
        from check in _all
        let health = check.LastKnown(_newsAge)
        where health is not null
        select (check.Name, health.Status);

    /// <summary>What is known of each group. One check that is known to fail is enough; that all succeed is known when all are.</summary>
    public IEnumerable<(string Group, HealthStatus Status)> LastKnownGroups() =>
        from @group in _groups.Keys
        let known = Members(@group).Select(check => check.LastKnown(_newsAge)?.Status).ToList()
        let worst = known.Min()
        where worst == HealthStatus.Unhealthy || !known.Contains(null)
        select (@group, worst.Value);

    /// <summary>Asks all at once and waits for each. Allocates nothing while all answers are still good.</summary>
    private static ValueTask AskAsync(MonitoredCheck[] checks, CheckHealth[] results, CancellationToken cancellationToken)
    {
        ValueTask<CheckHealth>[]? pending = null;
        for (var i = 0; i < checks.Length; i++)
        {
            if (checks[i].IsState)
                continue;

            var answer = checks[i].AskAsync();
            if (answer.IsCompletedSuccessfully)
                results[i] = answer.Result;
            else
                (pending ??= new ValueTask<CheckHealth>[checks.Length])[i] = answer;
        }

        return pending is null ? default : AwaitAsync(checks, pending, results, cancellationToken);
    }

    private static async ValueTask AwaitAsync(MonitoredCheck[] checks, ValueTask<CheckHealth>[] pending, CheckHealth[] results, CancellationToken cancellationToken)
    {
        for (var i = 0; i < pending.Length; i++)
        {
            if (checks[i].IsState || results[i] is not null)
                continue;

            try
            {
                results[i] = await pending[i].AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                results[i] = checks[i].NotAwaited();
            }
        }
    }

    /// <summary>Where nobody asks the startup probe, readiness waits for its checks as well: until they have succeeded once, the
    /// service has not started.</summary>
    private MonitoredCheck[] Members(string? group)
    {
        if (group is null)
            return _all;

        return !Volatile.Read(ref _hasStarted) && string.Equals(group, HealthGroups.Ready, StringComparison.OrdinalIgnoreCase) ? _readyBeforeStartup : Group(group);
    }

    private MonitoredCheck[] Group(string group) => _groups.GetValueOrDefault(group) ?? [];

    private void NoticeStartup(MonitoredCheck[] checks, CheckHealth[] results)
    {
        if (Volatile.Read(ref _hasStarted) || (checks != _all && checks != _startup && checks != _readyBeforeStartup))
            return;

        for (var i = 0; i < checks.Length; i++)
        {
            if (results[i].Status == HealthStatus.Unhealthy && _startup.Contains(checks[i]))
                return;
        }

        Volatile.Write(ref _hasStarted, true);
    }

    private static HealthStatus Worst(CheckHealth[] results)
    {
        var worst = HealthStatus.Healthy;
        foreach (var result in results)
        {
            if (result.Status < worst)
                worst = result.Status;
        }

        return worst;
    }

    private static bool IsOptional(HealthCheckRegistration registration, DeclaredHealth declared) => declared.IsDependency(registration.Name)
        ? !declared.IsRequired(registration.Name)
        : OwnRegistrations.DeclaredBy(registration) is { IsOptional: true };

    private static TimeSpan CacheFor(HealthCheckRegistration registration, HealthOptions options) =>
        OwnRegistrations.DeclaredBy(registration)?.CacheFor ?? options.CacheFor;
}
