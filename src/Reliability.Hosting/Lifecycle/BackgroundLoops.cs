using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reliability.Hosting.Lifecycle;

/// <summary>Ends the background services while the host is still whole: what they work with is there, and the probes answer.</summary>
/// <remarks>In the host's order, the last registered first. One that overrides <see cref="BackgroundService.StopAsync"/> has a way of its own to
/// end, made to be called once; the host calls it, in its turn.</remarks>
internal sealed partial class BackgroundLoops(IEnumerable<IHostedService> services, bool concurrently, ILogger logger)
{
    private readonly List<BackgroundService> _loops =
        [.. services.OfType<BackgroundService>().Where(static service => !IsOurs(service) && EndsByToken(service)).Reverse()];

    public int Count => _loops.Count;

    /// <summary>Gives every loop its token and waits until it has ended.</summary>
    /// <param name="enough">When no more is waited. The loops that have not had their token yet get it then.</param>
    public async Task EndAsync(CancellationToken enough)
    {
        if (concurrently)
        {
            await Task.WhenAll(_loops.Select(loop => EndAsync(loop, enough))).ConfigureAwait(false);
            return;
        }

        foreach (var loop in _loops)
            await EndAsync(loop, enough).ConfigureAwait(false);
    }

    private async Task EndAsync(BackgroundService loop, CancellationToken enough)
    {
        var isLate = enough.IsCancellationRequested;
        try
        {
            // What waits for the token goes on in the call that cancels it: not in ours, which must come to an end.
            await Task.Run(() => loop.StopAsync(enough), CancellationToken.None).WaitAsync(enough).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Said below.
        }
#pragma warning disable CA1031 // One loop that cannot end must not keep the others from ending.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(exception, loop.GetType());
            return;
        }

        // One that waited in vain for its turn is not to blame; the host waits for it.
        if (!isLate && loop.ExecuteTask is { IsCompleted: false })
            LogGoesOn(loop.GetType());
    }

    /// <summary>What samples and publishes does so until the host stops it.</summary>
    private static bool IsOurs(BackgroundService service) =>
        service.GetType().Assembly is var assembly && (assembly == typeof(BackgroundLoops).Assembly || assembly == typeof(LongestTimeout).Assembly);

    private static bool EndsByToken(BackgroundService service) =>
        ((Func<CancellationToken, Task>)service.StopAsync).Method.DeclaringType == typeof(BackgroundService);

    [LoggerMessage(LogLevel.Warning, "{Service} has its token and goes on; the host stops all the same. Pass stoppingToken on to whatever it waits for.")]
    private partial void LogGoesOn(Type service);

    [LoggerMessage(LogLevel.Error, "{Service} failed to end.")]
    private partial void LogFailed(Exception exception, Type service);
}
