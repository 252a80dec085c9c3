using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reliability.Hosting.Tests.Health;

/// <summary>A dependency's check that does as the test says.</summary>
internal sealed class TestCheck : IHealthCheck
{
    private int _calls;
    private int _underWay;
    private int _mostUnderWay;

    public int Calls => Volatile.Read(ref _calls);

    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    /// <summary>What the next call does. It is given its token.</summary>
    public Func<CancellationToken, Task<HealthCheckResult>> Behaviour { get; set; } = _ => Task.FromResult(HealthCheckResult.Healthy());

    /// <summary>Waits until it has been called: a call begins on a thread of its own.</summary>
    public async Task CalledAsync(int times)
    {
        while (Calls < times)
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var underWay = Interlocked.Increment(ref _underWay);
        InterlockedMax(underWay);
        try
        {
            return await Behaviour(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private void InterlockedMax(int value)
    {
        for (var seen = MostUnderWay; value > seen; seen = MostUnderWay)
            Interlocked.CompareExchange(ref _mostUnderWay, value, seen);
    }
}
