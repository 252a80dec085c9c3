namespace Reliability.Benchmarks.Storm;

/// <summary>One storm: clients that call at a steady rate, whatever becomes of their calls, and a dependency that is down for a while.</summary>
internal sealed class StormRun(int clients, double callsPerSecond, double capacity, TimeSpan healthy, TimeSpan down, TimeSpan after, bool hangs)
{
    /// <summary>What the dependency saw and what the callers got, second by second.</summary>
    public sealed record Second(string Phase, int Seen, int Good, int Bad);

    public async Task<List<Second>> RunAsync(Func<int, Dependency, Func<Task>> client, CancellationToken cancellationToken)
    {
        await using var dependency = new Dependency(capacity * clients * callsPerSecond, hangs);
        var (good, bad) = (0, 0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Enumerable.Range(0, clients).Select(i => Task.Run(() => CallAsync(client(i, dependency), stop.Token), CancellationToken.None)).ToList();
        var seconds = new List<Second>();
        dependency.TakeSeen();
        foreach (var (phase, length) in new[] { ("healthy", healthy), ("down", down), ("after", after) })
        {
            dependency.IsDown = phase == "down";
            for (var second = 0; second < length.TotalSeconds; second++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                seconds.Add(new(phase, dependency.TakeSeen(), Interlocked.Exchange(ref good, 0), Interlocked.Exchange(ref bad, 0)));
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        return seconds;

        async Task CallAsync(Func<Task> call, CancellationToken stopped)
        {
            // Clients do not begin together.
            await Task.Delay(TimeSpan.FromSeconds(Random.Shared.NextDouble() / callsPerSecond), CancellationToken.None);
            var begin = TimeProvider.System.GetTimestamp();
            for (var made = 0; !stopped.IsCancellationRequested; )
            {
                for (var due = (int)(TimeProvider.System.GetElapsedTime(begin).TotalSeconds * callsPerSecond); made < due; made++)
                    _ = CountAsync(call);

                await Task.Delay(TimeSpan.FromSeconds(1 / callsPerSecond), CancellationToken.None);
            }
        }

        async Task CountAsync(Func<Task> call)
        {
            try
            {
                await call();
                Interlocked.Increment(ref good);
            }
            catch (Exception)
            {
                Interlocked.Increment(ref bad);
            }
        }
    }
}
