using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Reliability.AspNetCore.Tests;

/// <summary>What the <c>overload</c> command of the benchmarks measures, small enough for a test: several times as much comes as can be done.
/// The bounds are far from what is measured, so that a busy machine passes and a service without admission does not.</summary>
public sealed class OverloadGoodputTests
{
    private const int Capacity = 8;
    private const int Milliseconds = 40;
    private const int Bursts = 20;
    private const int CallsInBurst = 60;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_too_much_load_a_service_with_a_capacity_goes_on_doing_what_it_can()
    {
        var (good, late) = await LoadAsync(new CapacityAttribute { MaxConcurrency = Capacity, QueueLimit = Capacity, QueueMilliseconds = 100 });
        Assert.True(good >= 100, $"{good} of {Bursts * CallsInBurst} were answered; some 400 can be.");
        Assert.True(late <= good, $"{late} callers gave up, although {good} were answered.");
    }

    /// <summary>Not about the service: that the load would be too much for it.</summary>
    [Fact]
    public async Task The_same_load_is_too_much_for_a_service_without()
    {
        var (good, _) = await LoadAsync(capacity: null);
        Assert.True(good <= 60, $"{good} were answered.");
    }

    private static async Task<(int Good, int Late)> LoadAsync(CapacityAttribute? capacity)
    {
        var active = 0;
        await using var service = await TestService.StartAsync(app =>
        {
            var work = app.MapGet("/", (CancellationToken token) => WorkAsync(token));
            if (capacity is not null)
                work.WithMetadata(capacity);
        });
        using var client = service.Client;
        var calls = new List<Task<HttpStatusCode?>>();
        for (var burst = 0; burst < Bursts; burst++)
        {
            calls.AddRange(Enumerable.Range(0, CallsInBurst).Select(_ => CallAsync(client)));
            await Task.Delay(100, Cancelled);
        }

        var ends = await Task.WhenAll(calls);
        return (ends.Count(end => end == HttpStatusCode.OK), ends.Count(end => end is null));

        // The more calls share the backend, the slower each is, and together they do less.
        async Task WorkAsync(CancellationToken token)
        {
            Interlocked.Increment(ref active);
            try
            {
                for (var slice = 0; slice < 4; slice++)
                {
                    var beyond = Math.Max(0, Volatile.Read(ref active) - Capacity);
                    var slowdown = (1 + ((double)beyond / Capacity)) * (1 + (0.05 * beyond));
                    await Task.Delay(TimeSpan.FromMilliseconds(Milliseconds / 4.0 * slowdown), token);
                }
            }
            finally
            {
                Interlocked.Decrement(ref active);
            }
        }
    }

    private static async Task<HttpStatusCode?> CallAsync(HttpClient client)
    {
        using var caller = new CancellationTokenSource(s_patience);
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), caller.Token);
            return answer.StatusCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
