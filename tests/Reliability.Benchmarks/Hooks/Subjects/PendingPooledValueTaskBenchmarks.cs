using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>The same with pooled state machines: nothing allocates, and neither may the hook.</summary>
public class PendingPooledValueTaskBenchmarks : HookBenchmarks
{
    private readonly Gate _gate = new();
    private readonly PendingPooledValueTaskRaw _raw;
    private readonly PendingPooledValueTaskTwin _twin;
    private readonly PendingPooledValueTaskByHand _byHand;
    private readonly PendingPooledValueTaskHook _hook;
    private readonly IPendingPooledValueTask _proxy;
    private readonly PendingPooledValueTaskAspect _aspect;

    public PendingPooledValueTaskBenchmarks()
    {
        _raw = new(_gate);
        _twin = new(_gate);
        _byHand = new(_gate);
        _hook = new(_gate);
        _proxy = MeasuringProxy<IPendingPooledValueTask>.Around(_raw, new("pending-pooled-value-task-by-proxy"));
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

public interface IPendingPooledValueTask
{
    ValueTask<int> Run(int number);
}

internal sealed class PendingPooledValueTaskRaw(Gate gate) : IPendingPooledValueTask
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingPooledValueTaskTwin(Gate gate) : IPendingPooledValueTask
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingPooledValueTaskByHand(Gate gate) : IPendingPooledValueTask
{
    private static readonly HandWrittenTelemetry s_telemetry = new("pending-pooled-value-task-by-hand");

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Run(int number)
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

internal sealed partial class PendingPooledValueTaskHook(Gate gate) : IPendingPooledValueTask
{
    [Slo(99.9, Name = "pending-pooled-value-task")]
    public partial ValueTask<int> Run(int number);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<int> RunCore(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingPooledValueTaskAspect(Gate gate) : IPendingPooledValueTask
{
    [Measured]
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}
