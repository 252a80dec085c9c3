using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Brings the process to its end without losing anything. The host awaits it before it stops any service:
/// readiness says no at once; the service goes on answering until load balancers have noticed; requests in flight finish; loops
/// get their token and end; then the host stops.</summary>
internal sealed partial class Drain(
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    IHostEnvironment environment,
    IOptions<DrainOptions> options,
    IOptions<HostOptions> host,
    IEnumerable<IServedRequests> requests,
    TimeProvider clock,
    ILogger<Drain> logger) : HostedLifecycleService
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IServedRequests? _requests = requests.FirstOrDefault();
    private int _begun;
    private string? _said;

    /// <summary>Refuses an end that would lose something, before anything is begun that could be lost.</summary>
    /// <param name="cancellationToken">When the start is given up.</param>
    /// <exception cref="OptionsValidationException">The times do not fit into one another.</exception>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        // The timeouts that count are those that are configured, whichever of the two is registered first.
        var settings = services.GetService<OperationSettingsService>();
        settings?.Use();
        if (Bounds().Problem() is { } problem)
            throw new OptionsValidationException(Options.DefaultName, typeof(DrainOptions), [problem]);

        settings?.Changed += SayWhatNoLongerFits;
        return Task.CompletedTask;
    }

    /// <summary>Drains, and never throws: what goes wrong here must not keep the host from stopping.</summary>
    /// <param name="cancellationToken">When the host gives up.</param>
    public override async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A signal has done this already; a call of StopAsync has not, and readiness follows it.
        lifetime.StopApplication();
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            // Whoever waits for ApplicationStopping and then stops the host comes second when somebody else has stopped it.
            await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        try
        {
            await DrainAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _drained.SetResult();
        }
    }

    private DrainBounds Bounds() => DrainBounds.Of(options.Value, host.Value, _requests, environment);

    /// <summary>The configuration may have raised a timeout above what there is time for. A service that runs is not stopped for that; somebody
    /// must know before it stops.</summary>
    private void SayWhatNoLongerFits()
    {
        lock (_lock)
        {
            // Not with each change: until it is another problem, or has come back.
            var problem = Bounds().Problem();
            if (problem is not null && problem != _said)
                LogNoLongerFits(problem);

            _said = problem;
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            LogNeverStarted();
            return;
        }

        var begun = clock.GetTimestamp();
        var bounds = Bounds();
        try
        {
            await ServeOnAsync(_requests is { ComeFromElsewhere: false } ? TimeSpan.Zero : bounds.Period, cancellationToken).ConfigureAwait(false);
            await FinishRequestsAsync(bounds.LongestTimeout, cancellationToken).ConfigureAwait(false);
            await EndLoopsAsync(TimeForLoops(bounds.ShutdownTimeout - clock.GetElapsedTime(begun)), cancellationToken).ConfigureAwait(false);
            LogDrained(clock.GetElapsedTime(begun).TotalSeconds);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogGaveUp(clock.GetElapsedTime(begun).TotalSeconds);
        }
    }

    private async Task ServeOnAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        if (period == TimeSpan.Zero)
            return;

        LogServingOn(period.TotalSeconds);
        await Task.Delay(period, clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishRequestsAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        if (_requests is null)
            return;

        var finished = _requests.FinishedAsync();
        if (!finished.IsCompleted)
            LogFinishing(_requests.Count, longest.TotalSeconds);

        try
        {
            await finished.WaitAsync(longest, clock, cancellationToken).ConfigureAwait(false);
            LogFinished();
        }
        catch (TimeoutException)
        {
            LogUnfinished(_requests.Count, longest.TotalSeconds);
        }
    }

    private async Task EndLoopsAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var loops = new BackgroundLoops(services.GetServices<IHostedService>(), host.Value.ServicesStopConcurrently, logger);
        LogEndingLoops(loops.Count);
        using var timeIsUp = new CancellationTokenSource(time, clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(timeIsUp.Token, cancellationToken);
        await loops.EndAsync(enough.Token).ConfigureAwait(false);
    }

    /// <summary>Half of what is left: a loop that does not end by then has the other half, while the host stops everything else.</summary>
    private static TimeSpan TimeForLoops(TimeSpan left) => left > TimeSpan.Zero ? left / 2 : TimeSpan.Zero;

    [LoggerMessage(LogLevel.Error, "A timeout was configured that the end of this process has no time for; it goes on, and its end would lose work. {Problem}")]
    private partial void LogNoLongerFits(string problem);

    [LoggerMessage(LogLevel.Information, "Stopping. Readiness says no; requests are answered for another {Seconds} s.")]
    private partial void LogServingOn(double seconds);

    [LoggerMessage(LogLevel.Information, "{Count} requests are in flight and have up to {Seconds} s to finish.")]
    private partial void LogFinishing(int count, double seconds);

    [LoggerMessage(LogLevel.Information, "All requests have finished.")]
    private partial void LogFinished();

    [LoggerMessage(LogLevel.Warning, "{Count} requests did not finish within {Seconds} s. The host stops all the same.")]
    private partial void LogUnfinished(int count, double seconds);

    [LoggerMessage(LogLevel.Information, "{Count} background services get their token.")]
    private partial void LogEndingLoops(int count);

    [LoggerMessage(LogLevel.Information, "Drained within {Seconds:0.0} s; the host stops.")]
    private partial void LogDrained(double seconds);

    [LoggerMessage(LogLevel.Warning, "Not drained: the shutdown timeout was over after {Seconds:0.0} s.")]
    private partial void LogGaveUp(double seconds);

    [LoggerMessage(LogLevel.Information, "Stopping before the start was complete: nothing to drain.")]
    private partial void LogNeverStarted();
}
