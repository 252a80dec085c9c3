using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async method that throws after it has waited at a <see cref="Gate" />; the caller catches.</summary>
public class ThrowsAsyncBenchmarks : HookBenchmarks
{
    private readonly Gate _gate = new();
    private readonly ThrowsAsyncRaw _raw;
    private readonly ThrowsAsyncTwin _twin;
    private readonly ThrowsAsyncByHand _byHand;
    private readonly ThrowsAsyncHook _hook;
    private readonly IThrowsAsync _proxy;
    private readonly ThrowsAsyncAspect _aspect;

    public ThrowsAsyncBenchmarks()
    {
        _raw = new(_gate);
        _twin = new(_gate);
        _byHand = new(_gate);
        _hook = new(_gate);
        _proxy = MeasuringProxy<IThrowsAsync>.Around(_raw, new("throws-async-by-proxy"));
        _aspect = new(_gate);
    }

    [Benchmark]
    public int Raw()
    {
        var task = _raw.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int Twin()
    {
        var task = _twin.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark(Baseline = true)]
    public int HandWritten()
    {
        var task = _byHand.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int Ours()
    {
        var task = _hook.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int DispatchProxy()
    {
        var task = _proxy.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int AspectInjector()
    {
        var task = _aspect.Run(Work.Input);
        _gate.Open();
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}

public interface IThrowsAsync
{
    Task<int> Run(int number);
}

internal sealed class ThrowsAsyncRaw(Gate gate) : IThrowsAsync
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);
}

internal sealed class ThrowsAsyncTwin(Gate gate) : IThrowsAsync
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public async Task<int> Run(int number) => Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);
}

internal sealed class ThrowsAsyncByHand(Gate gate) : IThrowsAsync
{
    private static readonly HandWrittenTelemetry s_telemetry = new("throws-async-by-hand");

    public async Task<int> Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class ThrowsAsyncHook(Gate gate) : IThrowsAsync
{
    [Slo(99.9, Name = "throws-async")]
    public partial Task<int> Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> RunCore(int number) => Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);
}

internal sealed class ThrowsAsyncAspect(Gate gate) : IThrowsAsync
{
    [Measured]
    public async Task<int> Run(int number) => Work.Fail(await gate.WaitAsync().ConfigureAwait(false) + number);
}
