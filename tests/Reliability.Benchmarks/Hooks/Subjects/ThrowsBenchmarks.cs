using System.Diagnostics;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>A method that throws.</summary>
public class ThrowsBenchmarks : HookBenchmarks
{
    private readonly ThrowsRaw _raw = new();
    private readonly ThrowsTwin _twin = new();
    private readonly ThrowsByHand _byHand = new();
    private readonly ThrowsHook _hook = new();
    private readonly IThrows _proxy = MeasuringProxy<IThrows>.Around(new ThrowsRaw(), new("throws-by-proxy"));
    private readonly ThrowsAspect _aspect = new();

    [Benchmark]
    public int Raw()
    {
        try
        {
            return _raw.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int Twin()
    {
        try
        {
            return _twin.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark(Baseline = true)]
    public int HandWritten()
    {
        try
        {
            return _byHand.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int Ours()
    {
        try
        {
            return _hook.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int DispatchProxy()
    {
        try
        {
            return _proxy.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    [Benchmark]
    public int AspectInjector()
    {
        try
        {
            return _aspect.Run(Work.Input);
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}

public interface IThrows
{
    int Run(int number);
}

internal sealed class ThrowsRaw : IThrows
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Run(int number) => Work.Fail(number);
}

internal sealed class ThrowsTwin : IThrows
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Run(int number) => Work.Fail(number);
}

internal sealed class ThrowsByHand : IThrows
{
    private static readonly HandWrittenTelemetry s_telemetry = new("throws-by-hand");

    public int Run(int number)
    {
        if (!HandWrittenTelemetry.Enabled)
            return Work.Fail(number);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = Work.Fail(number);
            s_telemetry.Succeeded(start);
            return result;
        }
        catch (Exception exception) when (s_telemetry.Failed(start, exception))
        {
            throw;
        }
    }
}

internal sealed partial class ThrowsHook : IThrows
{
    [Slo(99.9, Name = "throws")]
    public partial int Run(int number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int RunCore(int number) => Work.Fail(number);
}

internal sealed class ThrowsAspect : IThrows
{
    [Measured]
    public int Run(int number) => Work.Fail(number);
}
