using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async method of <see cref="ValueTask{TResult}" /> that finds its answer at once.</summary>
public class CompletedValueTaskBenchmarks : HookBenchmarks
{
    private readonly CompletedValueTaskRaw _raw = new();
    private readonly CompletedValueTaskTwin _twin = new();
    private readonly CompletedValueTaskByHand _byHand = new();
    private readonly CompletedValueTaskHook _hook = new();
    private readonly ICompletedValueTask _proxy = MeasuringProxy<ICompletedValueTask>.Around(new CompletedValueTaskRaw(), new("completed-value-task-by-proxy"));
    private readonly CompletedValueTaskAspect _aspect = new();

    [Benchmark]
    public int Raw() => _raw.Run(Work.Input).GetAwaiter().GetResult();

    [Benchmark]
    public int Twin() => _twin.Run(Work.Input).GetAwaiter().GetResult();

    [Benchmark(Baseline = true)]
    public int HandWritten() => _byHand.Run(Work.Input).GetAwaiter().GetResult();

    [Benchmark]
    public int Ours() => _hook.Run(Work.Input).GetAwaiter().GetResult();

    [Benchmark]
    public int DispatchProxy() => _proxy.Run(Work.Input).GetAwaiter().GetResult();

    [Benchmark]
    public int AspectInjector() => _aspect.Run(Work.Input).GetAwaiter().GetResult();
}

public interface ICompletedValueTask
{
    ValueTask<int> Run(int number);
}

internal sealed class CompletedValueTaskRaw : ICompletedValueTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => await Work.NextValueTask(number).ConfigureAwait(false);
}

internal sealed class CompletedValueTaskTwin : ICompletedValueTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async ValueTask<int> Run(int number) => await Work.NextValueTask(number).ConfigureAwait(false);
}

internal sealed class CompletedValueTaskByHand : ICompletedValueTask
{
    private static readonly HandWrittenTelemetry s_telemetry = new("completed-value-task-by-hand");

    public async ValueTask<int> Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return await Work.NextValueTask(number).ConfigureAwait(false);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await Work.NextValueTask(number).ConfigureAwait(false);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class CompletedValueTaskHook : ICompletedValueTask
{
    [Slo(99.9, Name = "completed-value-task")]
    public partial ValueTask<int> Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async ValueTask<int> RunCore(int number) => await Work.NextValueTask(number).ConfigureAwait(false);
}

internal sealed class CompletedValueTaskAspect : ICompletedValueTask
{
    [Measured]
    public async ValueTask<int> Run(int number) => await Work.NextValueTask(number).ConfigureAwait(false);
}
