using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async method that really waits, at a <see cref="Gate" />. By hand the measuring stands in that method itself: one
/// state machine, where a hook around it needs a second.</summary>
public class PendingTaskBenchmarks : HookBenchmarks
{
    private readonly Gate _gate = new();
    private readonly PendingTaskRaw _raw;
    private readonly PendingTaskTwin _twin;
    private readonly PendingTaskByHand _byHand;
    private readonly PendingTaskHook _hook;
    private readonly IPendingTask _proxy;
    private readonly PendingTaskAspect _aspect;

    public PendingTaskBenchmarks()
    {
        _raw = new(_gate);
        _twin = new(_gate);
        _byHand = new(_gate);
        _hook = new(_gate);
        _proxy = MeasuringProxy<IPendingTask>.Around(_raw, new("pending-task-by-proxy"));
        _aspect = new(_gate);
    }

    [Benchmark]
    public int Raw()
    {
        var task = _raw.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }

    [Benchmark]
    public int Twin()
    {
        var task = _twin.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true)]
    public int HandWritten()
    {
        var task = _byHand.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }

    [Benchmark]
    public int Ours()
    {
        var task = _hook.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }

    [Benchmark]
    public int DispatchProxy()
    {
        var task = _proxy.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }

    [Benchmark]
    public int AspectInjector()
    {
        var task = _aspect.Run(Work.Input);
        _gate.Open();
        return task.GetAwaiter().GetResult();
    }
}

public interface IPendingTask
{
    Task<int> Run(int number);
}

internal sealed class PendingTaskRaw(Gate gate) : IPendingTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingTaskTwin(Gate gate) : IPendingTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingTaskByHand(Gate gate) : IPendingTask
{
    private static readonly HandWrittenTelemetry s_telemetry = new("pending-task-by-hand");

    public async Task<int> Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return number + await gate.WaitAsync().ConfigureAwait(false);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = number + await gate.WaitAsync().ConfigureAwait(false);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class PendingTaskHook(Gate gate) : IPendingTask
{
    [Slo(99.9, Name = "pending-task")]
    public partial Task<int> Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> RunCore(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingTaskAspect(Gate gate) : IPendingTask
{
    [Measured]
    public async Task<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}
