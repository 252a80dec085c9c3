using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Reliability.Hosting.Lifecycle;

/// <summary>The times of an end: what each part of it may take, and whether all of them fit into one another.</summary>
internal sealed record DrainBounds
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    /// <summary>How long the service goes on answering.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The longest that a call may take.</summary>
    public required TimeSpan LongestTimeout { get; init; }

    /// <summary>Who says so, as a person would find it.</summary>
    public required string LongestTimeoutIs { get; init; }

    /// <summary>When the host gives up waiting.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>When the platform kills the process.</summary>
    public required TimeSpan TerminationGracePeriod { get; init; }

    /// <summary>The times of this process as far as they are known.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="host">What the host was told.</param>
    /// <param name="requests">The requests of its server, if it has one.</param>
    /// <param name="environment">Whether a person waits for the process to end.</param>
    public static DrainBounds Of(DrainOptions options, HostOptions host, IServedRequests? requests, IHostEnvironment environment)
    {
        var (method, endpoint) = (Reliability.LongestTimeout.InForce, requests?.Longest ?? default);
        return Of(options, host, requests is not null, environment.IsDevelopment(), endpoint.Timeout > method.Timeout ? endpoint : method);
    }

    /// <inheritdoc cref="Of(DrainOptions, HostOptions, IServedRequests?, IHostEnvironment)" />
    /// <param name="options">What is configured.</param>
    /// <param name="host">What the host was told.</param>
    /// <param name="answersRequests">Whether a server runs in this process.</param>
    /// <param name="isDevelopment">Whether a person waits for the process to end.</param>
    /// <param name="declared">The longest timeout in force, and its operation.</param>
    public static DrainBounds Of(
        DrainOptions options, HostOptions host, bool answersRequests, bool isDevelopment, (TimeSpan Timeout, string? Operation) declared)
    {
        var isDeclared = !answersRequests || declared.Timeout > options.RequestTimeout;
        return new()
        {
            Period = options.Period ?? (answersRequests && !isDevelopment ? s_period : TimeSpan.Zero),
            LongestTimeout = isDeclared ? declared.Timeout : options.RequestTimeout,
            LongestTimeoutIs = !isDeclared ? nameof(options.RequestTimeout)
                : declared.Timeout == TimeSpan.Zero ? "no timeout is declared"
                : $"the timeout of {declared.Operation ?? "an operation"}",
            ShutdownTimeout = host.ShutdownTimeout,
            TerminationGracePeriod = options.TerminationGracePeriod,
        };
    }

    /// <summary>What cannot work, why, and the cure; null when all is well.</summary>
    public string? Problem()
    {
        var needed = Period + LongestTimeout;
        var sum = $"{Seconds(Period)} (Period) + {Seconds(LongestTimeout)} ({LongestTimeoutIs}) = {Seconds(needed)}";
        if (ShutdownTimeout != Timeout.InfiniteTimeSpan && ShutdownTimeout <= needed)
        {
            return $"{DrainOptions.Section}: {sum}, but HostOptions.ShutdownTimeout is {Seconds(ShutdownTimeout)}: the host would abort what is still under "
                + $"way. Raise TerminationGracePeriod ({Seconds(TerminationGracePeriod)}) and the pod's terminationGracePeriodSeconds until ShutdownTimeout, which "
                + $"follows 5 s below unless it is set, is above {Seconds(needed)}; or shorten Period or the timeout.";
        }

        if (ShutdownTimeout == Timeout.InfiniteTimeSpan || ShutdownTimeout >= TerminationGracePeriod)
        {
            return $"{DrainOptions.Section}: {sum}, HostOptions.ShutdownTimeout is {Seconds(ShutdownTimeout)}, but TerminationGracePeriod is "
                + $"{Seconds(TerminationGracePeriod)}: the platform would kill the process before the host gives up. Set TerminationGracePeriod and the pod's "
                + "terminationGracePeriodSeconds above ShutdownTimeout, or shorten ShutdownTimeout.";
        }

        return null;
    }

    private static string Seconds(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? "infinite" : $"{time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
}
