using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>A method that returns a value, with an objective about latency beside the one about availability: both have
/// a reason to read the clock.</summary>
public class SyncBenchmarks : HookBenchmarks
{
    private readonly SyncRaw _raw = new();
    private readonly SyncTwin _twin = new();
    private readonly SyncByHand _byHand = new();
    private readonly SyncHook _hook = new();
    private readonly ISync _proxy = MeasuringProxy<ISync>.Around(new SyncRaw(), new("sync-by-proxy", latencyMilliseconds: 300));
    private readonly SyncAspect _aspect = new();

    [Benchmark]
    public int Raw() => _raw.Run(Work.Input);

    [Benchmark]
    public int Twin() => _twin.Run(Work.Input);

    [Benchmark(Baseline = true)]
    public int HandWritten() => _byHand.Run(Work.Input);

    [Benchmark]
    public int Ours() => _hook.Run(Work.Input);

    [Benchmark]
    public int DispatchProxy() => _proxy.Run(Work.Input);

    [Benchmark]
    public int AspectInjector() => _aspect.Run(Work.Input);
}

public interface ISync
{
    int Run(int number);
}

internal sealed class SyncRaw : ISync
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Run(int number) => Work.Next(number);
}

internal sealed class SyncTwin : ISync
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Run(int number) => Work.Next(number);
}

internal sealed class SyncByHand : ISync
{
    private static readonly HandWrittenTelemetry s_telemetry = new("sync-by-hand", latencyMilliseconds: 300);

    public int Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return Work.Next(number);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = Work.Next(number);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class SyncHook : ISync
{
    [Slo(99.9, Name = "sync", LatencyTarget = 99, LatencyMilliseconds = 300)]
    public partial int Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RunCore(int number) => Work.Next(number);
}

internal sealed class SyncAspect : ISync
{
    [Measured(LatencyMilliseconds = 300)]
    public int Run(int number) => Work.Next(number);
}
