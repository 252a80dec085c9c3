using System.Collections.Concurrent;
using System.Net;

namespace Reliability.EndToEnd.Tests;

/// <summary>Sends requests to the instances that are ready, which it asks every now and then: what stands in front of a service on a platform.
/// It learns of a change when it asks next, and not before.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Uri, bool> _ready = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpClient _prober = new();
    private readonly HttpClient _client = new();
    private readonly Task _probing;
    private int _turn;

    public LoadBalancer() => _probing = Task.Run(ProbeAsync);

    /// <summary>Adds an instance and waits until it takes requests.</summary>
    public async Task AddAsync(Uri instance)
    {
        _ready[instance] = false;
        using var patience = new CancellationTokenSource(s_patience);
        while (!_ready[instance])
            await Task.Delay(s_period / 10, patience.Token);
    }

    /// <summary>Forgets an instance that has ended.</summary>
    public void Remove(Uri instance) => _ready.TryRemove(instance, out _);

    /// <summary>Sends a request to an instance that is ready as far as is known.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="content">The content.</param>
    /// <param name="keepAlive">Whether a connection that is there may be used again.</param>
    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, HttpContent? content, bool keepAlive)
    {
        using var request = new HttpRequestMessage(method, new Uri(await NextAsync(), path)) { Content = content };
        request.Headers.ConnectionClose = keepAlive ? null : true;
        using var response = await _client.SendAsync(request, CancellationToken.None);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _probing;
        _stopping.Dispose();
        _prober.Dispose();
        _client.Dispose();
    }

    private async Task<Uri> NextAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            var ready = _ready.Where(static it => it.Value).Select(static it => it.Key).ToList();
            if (ready.Count > 0)
                return ready[(Interlocked.Increment(ref _turn) & int.MaxValue) % ready.Count];

            await Task.Delay(s_period, patience.Token);
        }
    }

    private async Task ProbeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            await Task.WhenAll(_ready.Keys.Select(ProbeAsync));
            await Task.Delay(s_period, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProbeAsync(Uri instance)
    {
        bool isReady;
        try
        {
            using var answer = await _prober.GetAsync(new Uri(instance, "/health/ready"), _stopping.Token);
            isReady = answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            isReady = false;
        }

        // One that was removed in between stays removed.
        _ready.TryUpdate(instance, isReady, !isReady);
    }
}
