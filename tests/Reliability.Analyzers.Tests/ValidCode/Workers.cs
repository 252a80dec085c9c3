using System.Threading.Channels;

namespace ValidCode;

/// <summary>Loops that tell a timeout from a shutdown, or need not.</summary>
public sealed class Workers(HttpClient http, ILogger<Workers> logger, Channel<Uri> queue) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                timeout.CancelAfter(TimeSpan.FromSeconds(10));
                await http.GetStringAsync(new Uri("https://example.org"), timeout.Token);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                logger.LogError(e, "failed");
            }

            try
            {
                await Task.Delay(1000, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public async Task DrainAsync(CancellationToken token)
    {
        await foreach (var uri in queue.Reader.ReadAllAsync(token))
        {
            try
            {
                using var response = await http.GetAsync(uri, token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                logger.LogWarning("timed out");
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "failed");
            }
        }
    }

    public async Task<string?> RetryAsync(Uri uri, CancellationToken token)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                return await http.GetStringAsync(uri, token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "failed");
                await Task.Delay(1000, token);
            }
        }

        return null;
    }

    public async Task ConsumeAsync(CancellationToken token)
    {
        while (await queue.Reader.WaitToReadAsync(token))
        {
            while (queue.Reader.TryRead(out var uri))
            {
                try
                {
                    await HandleAsync(uri, token);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    logger.LogError(e, "failed");
                }
            }
        }
    }

    private static Task HandleAsync(Uri uri, CancellationToken token) => Task.CompletedTask;
}
