using Reliability.Benchmarks.Hooks.Measuring;

namespace Reliability.Benchmarks.Probes;

/// <summary>Measures probes in turns: the processor time and the bytes of the whole process, because checks run on threads of their
/// own.</summary>
internal static class ProbeTurns
{
    private const int WarmUps = 3;
    private const int Probes = 5000;

    public static async Task MeasureAsync(IReadOnlyList<ProbeContender> contenders, int rounds)
    {
        for (var warmUp = 0; warmUp < WarmUps; warmUp++)
        {
            foreach (var contender in contenders)
                await contender.ProbeAsync(Probes);

            // The compiler improves in the background what has been called often.
            await Task.Delay(500);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
                await TakeAsync(contenders[(round + turn) % contenders.Count]);
        }
    }

    public static double Middle(IEnumerable<double> values) => Figure.Middle(values);

    private static async Task TakeAsync(ProbeContender contender)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var before = Environment.CpuUsage.TotalTime;
        await contender.ProbeAsync(Probes);
        contender.Nanoseconds.Add((Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Probes);
        contender.Bytes.Add((double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Probes);
    }
}
