using System.Diagnostics;
using System.Runtime.CompilerServices;
using Reliability.Health;

namespace Reliability.Benchmarks.Probes;

/// <summary>What a sign of life costs the loop that gives it.</summary>
internal static class HeartbeatCost
{
    private const int Calls = 1_000_000;
    private const int Rounds = 41;

    private static readonly Heartbeat s_heartbeat = Heartbeat.Create("benchmark", TimeSpan.FromDays(1), typeof(HeartbeatCost));

    public static IEnumerable<(string Name, double Nanoseconds, double Bytes)> Measure()
    {
        yield return Measure("Beat()", Beat);
        yield return Measure("using (Working())", Work);
    }

    private static (string Name, double Nanoseconds, double Bytes) Measure(string name, Action<int> calls)
    {
        calls(Calls);
        Thread.Sleep(200);
        calls(Calls);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var nanoseconds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            calls(Calls);
            nanoseconds[round] = Stopwatch.GetElapsedTime(begun).TotalNanoseconds / Calls;
        }

        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / (Rounds * (long)Calls);
        return (name, ProbeTurns.Middle(nanoseconds), Math.Round(bytes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Beat(int calls)
    {
        for (var i = 0; i < calls; i++)
            s_heartbeat.Beat();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Work(int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            using var work = s_heartbeat.Working();
        }
    }
}
