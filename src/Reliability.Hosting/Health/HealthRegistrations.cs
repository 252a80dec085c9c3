using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Health;
using Reliability.Model;

namespace Reliability.Hosting.Health;

/// <summary>Adds the checks that nobody registers by hand, and gives all checks what they lack: a timeout, and to those of declared
/// dependencies their place in readiness. Done to the registrations themselves, so that endpoints which the program maps without us
/// see the same.</summary>
internal sealed partial class HealthRegistrations(
    IHostApplicationLifetime lifetime, HeartbeatWatch heartbeats, DeclaredHealth declared, IOptions<HealthOptions> options, ILogger<HealthMonitor> logger)
    : IConfigureOptions<HealthCheckServiceOptions>, IPostConfigureOptions<HealthCheckServiceOptions>, IValidateOptions<HealthCheckServiceOptions>
{
    private const string DependencyTag = "dependency";

    private static readonly TimeSpan s_kubeletTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(900);

    public void Configure(HealthCheckServiceOptions options)
    {
        // To answer at all is the first sign of life: a restart mends nothing elsewhere.
        options.Registrations.Add(OwnRegistrations.OfState(OwnChecks.Process, HealthGroups.Live, static () => HealthCheckResult.Healthy()));
        options.Registrations.Add(OwnRegistrations.OfState(OwnChecks.Heartbeats, HealthGroups.Live, heartbeats.State));
        options.Registrations.Add(OwnRegistrations.OfState(OwnChecks.Started, HealthGroups.Startup, Started));
        options.Registrations.Add(OwnRegistrations.OfState(OwnChecks.Accepting, HealthGroups.Ready, Accepting));
        foreach (var check in declared.Checks)
            options.Registrations.Add(OwnRegistrations.OfDeclared(check));
    }

    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        foreach (var registration in options.Registrations)
        {
            registration.Timeout = Bounded(registration);
            if (declared.IsDependency(registration.Name))
                JoinReadiness(registration);
        }
    }

    public ValidateOptionsResult Validate(string? name, HealthCheckServiceOptions options)
    {
        var twice = options.Registrations.GroupBy(registration => registration.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).ToList();
        return twice.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(twice.Select(group =>
                $"{group.Count()} health checks have the name '{group.Key}': {string.Join(", ", group.Select(Origin))}. A probe could not tell which of "
                + "them failed. Give each a name of its own."));
    }

    private static string Origin(HealthCheckRegistration registration) =>
        OwnRegistrations.StateOf(registration) is not null ? "one that AddReliability() adds"
        : OwnRegistrations.DeclaredBy(registration) is not null ? "one that an attribute declares"
        : "one that services.AddHealthChecks() was given";

    private HealthCheckResult Started() =>
        lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Not started yet.");

    private HealthCheckResult Accepting() =>
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("Stopping.") : Started();

    private TimeSpan Bounded(HealthCheckRegistration registration)
    {
        if (registration.Timeout == Timeout.InfiniteTimeSpan || registration.Timeout <= TimeSpan.Zero)
            return options.Value.Timeout;

        if (registration.Timeout < s_kubeletTimeout)
            return registration.Timeout;

        LogTimeoutCut(registration.Name, registration.Timeout.TotalSeconds, s_longest.TotalSeconds);
        return s_longest;
    }

    private void JoinReadiness(HealthCheckRegistration registration)
    {
        registration.Tags.Add(HealthGroups.Ready);
        registration.Tags.Add(DependencyTag);
        if (!declared.IsRequired(registration.Name))
            registration.FailureStatus = HealthStatus.Degraded;

        if (registration.Tags.Remove(HealthGroups.Live))
            LogNotLive(registration.Name);
    }

    [LoggerMessage(LogLevel.Warning, "The health check {Check} has a timeout of {Timeout} s, and the kubelet gives up on a probe after one second. It gets {Limit} s.")]
    private partial void LogTimeoutCut(string check, double timeout, double limit);

    [LoggerMessage(LogLevel.Warning, "The health check {Check} is of a dependency and has the tag live: a restart would mend nothing there. It counts for readiness only.")]
    private partial void LogNotLive(string check);
}
