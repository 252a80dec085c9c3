using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async method that finds its answer at once, as with a cache. By hand the measuring stands in that method
/// itself.</summary>
public class CompletedTaskBenchmarks : HookBenchmarks
{
    private readonly CompletedTaskRaw _raw = new();
    private readonly CompletedTaskTwin _twin = new();
    private readonly CompletedTaskByHand _byHand = new();
    private readonly CompletedTaskHook _hook = new();
    private readonly ICompletedTask _proxy = MeasuringProxy<ICompletedTask>.Around(new CompletedTaskRaw(), new("completed-task-by-proxy"));
    private readonly CompletedTaskAspect _aspect = new();

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

public interface ICompletedTask
{
    Task<int> Run(int number);
}

internal sealed class CompletedTaskRaw : ICompletedTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => await Work.NextTask(number).ConfigureAwait(false);
}

internal sealed class CompletedTaskTwin : ICompletedTask
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => await Work.NextTask(number).ConfigureAwait(false);
}

internal sealed class CompletedTaskByHand : ICompletedTask
{
    private static readonly HandWrittenTelemetry s_telemetry = new("completed-task-by-hand");

    public async Task<int> Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return await Work.NextTask(number).ConfigureAwait(false);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await Work.NextTask(number).ConfigureAwait(false);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class CompletedTaskHook : ICompletedTask
{
    [Slo(99.9, Name = "completed-task")]
    public partial Task<int> Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> RunCore(int number) => await Work.NextTask(number).ConfigureAwait(false);
}

internal sealed class CompletedTaskAspect : ICompletedTask
{
    [Measured]
    public async Task<int> Run(int number) => await Work.NextTask(number).ConfigureAwait(false);
}
