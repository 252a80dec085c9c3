using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async method of <see cref="ValueTask{TResult}" /> that really waits, built as the compiler builds it unasked.</summary>
public class PendingValueTaskBenchmarks : HookBenchmarks
{
    private readonly Gate _gate = new();
    private readonly PendingValueTaskRaw _raw;
    private readonly PendingValueTaskTwin _twin;
    private readonly PendingValueTaskByHand _byHand;
    private readonly PendingValueTaskHook _hook;
    private readonly IPendingValueTask _proxy;
    private readonly PendingValueTaskAspect _aspect;

    public PendingValueTaskBenchmarks()
    {
        _raw = new(_gate);
        _twin = new(_gate);
        _byHand = new(_gate);
        _hook = new(_gate);
        _proxy = MeasuringProxy<IPendingValueTask>.Around(_raw, new("pending-value-task-by-proxy"));
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

public interface IPendingValueTask
{
    ValueTask<int> Run(int number);
}

internal sealed class PendingValueTaskRaw(Gate gate) : IPendingValueTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingValueTaskTwin(Gate gate) : IPendingValueTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingValueTaskByHand(Gate gate) : IPendingValueTask
{
    private static readonly HandWrittenTelemetry s_telemetry = new("pending-value-task-by-hand");

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

internal sealed partial class PendingValueTaskHook(Gate gate) : IPendingValueTask
{
    [Slo(99.9, Name = "pending-value-task")]
    public partial ValueTask<int> Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<int> RunCore(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}

internal sealed class PendingValueTaskAspect(Gate gate) : IPendingValueTask
{
    [Measured]
    public async ValueTask<int> Run(int number) => number + await gate.WaitAsync().ConfigureAwait(false);
}
