using System.Diagnostics;
using System.Net;

namespace Reliability.Benchmarks.Overload;

/// <summary>Many callers that come at random and do not wait for each other (an open loop): each is timed from when it wanted to call, so
/// that a slow service does not slow its own measurement.</summary>
internal sealed class Callers(Uri address, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue, UseCookies = false });

    public void Dispose() => _client.Dispose();

    /// <summary>Calls for a while; what came in the first seconds does not count.</summary>
    public async Task<IReadOnlyList<Outcome>> CallAsync(IReadOnlyList<Traffic> traffic, TimeSpan time, CancellationToken cancellation)
    {
        var outcomes = traffic.Select(kind => new Outcome(kind, time.TotalSeconds)).ToList();
        await Task.WhenAll(outcomes.Select((outcome, i) => CallAsync(outcome, time, new Random(i), cancellation)));
        return outcomes;
    }

    private async Task CallAsync(Outcome outcome, TimeSpan time, Random random, CancellationToken cancellation)
    {
        var calls = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var at = TimeSpan.Zero; at < s_warmUp + time; at += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / outcome.Traffic.PerSecond))
        {
            while (clock.Elapsed < at)
                await Task.Delay(1, cancellation);

            calls.Add(CallAsync(outcome, clock, at, at >= s_warmUp, cancellation));
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(Outcome outcome, Stopwatch clock, TimeSpan at, bool counts, CancellationToken cancellation)
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        caller.CancelAfter(patience);
        HttpStatusCode? status = null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"/serve/{outcome.Traffic.Milliseconds}"));
            request.Headers.Add("baggage", "reliability.criticality=" + outcome.Traffic.Criticality);
            using var answer = await _client.SendAsync(request, caller.Token);
            status = answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            // It gave up, or the connection was refused.
        }

        if (!counts)
            return;

        if (status == HttpStatusCode.OK)
            outcome.Answer((clock.Elapsed - at).TotalMilliseconds);
        else if (status == HttpStatusCode.ServiceUnavailable)
            outcome.Refuse();
        else
            outcome.Lose();
    }
}
