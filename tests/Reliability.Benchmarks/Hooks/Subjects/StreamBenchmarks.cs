using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Reliability.Benchmarks.Hooks.Contenders;

namespace Reliability.Benchmarks.Hooks.Subjects;

/// <summary>An async stream of sixteen items that are there at once, read to its end: the price of passing items on.</summary>
public class StreamBenchmarks : HookBenchmarks
{
    private readonly StreamRaw _raw = new();
    private readonly StreamTwin _twin = new();
    private readonly StreamByHand _byHand = new();
    private readonly StreamHook _hook = new();
    private readonly IStreaming _proxy = MeasuringProxy<IStreaming>.Around(new StreamRaw(), new("stream-by-proxy"));
    private readonly StreamAspect _aspect = new();

    [Benchmark]
    public int Raw() => Sum(_raw.Run(StreamItems.Count));

    [Benchmark]
    public int Twin() => Sum(_twin.Run(StreamItems.Count));

    [Benchmark(Baseline = true)]
    public int HandWritten() => Sum(_byHand.Run(StreamItems.Count));

    [Benchmark]
    public int Ours() => Sum(_hook.Run(StreamItems.Count));

    [Benchmark]
    public int DispatchProxy() => Sum(_proxy.Run(StreamItems.Count));

    [Benchmark]
    public int AspectInjector() => Sum(_aspect.Run(StreamItems.Count));

    private static int Sum(IAsyncEnumerable<int> stream) => SumAsync(stream).GetAwaiter().GetResult();

    private static async ValueTask<int> SumAsync(IAsyncEnumerable<int> stream)
    {
        var sum = 0;
        await foreach (var item in stream.ConfigureAwait(false))
            sum += item;

        return sum;
    }
}

public interface IStreaming
{
    IAsyncEnumerable<int> Run(int count);
}

internal static class StreamItems
{
    public const int Count = 16;

    public static async IAsyncEnumerable<int> Produce(int count)
    {
        for (var i = 0; i < count; i++)
            yield return await Work.NextValueTask(i).ConfigureAwait(false);
    }
}

internal sealed class StreamRaw : IStreaming
{
    public IAsyncEnumerable<int> Run(int count) => StreamItems.Produce(count);
}

internal sealed class StreamTwin : IStreaming
{
    public IAsyncEnumerable<int> Run(int count) => StreamItems.Produce(count);
}

/// <summary>A yield cannot stand in a try with a catch, so by hand the step has the filter and the loop has the rest.</summary>
internal sealed class StreamByHand : IStreaming
{
    private static readonly HandWrittenTelemetry s_telemetry = new("stream-by-hand");

    public IAsyncEnumerable<int> Run(int count) =>
        HandWrittenTelemetry.Enabled ? Measured(count) : StreamItems.Produce(count);

    private static async IAsyncEnumerable<int> Measured(int count)
    {
        var start = Stopwatch.GetTimestamp();
        var failed = false;
        try
        {
            for (var i = 0; i < count; i++)
            {
                int item;
                try
                {
                    item = await Work.NextValueTask(i).ConfigureAwait(false);
                }
                catch (Exception exception) when (!(failed = true) || s_telemetry.Failed(start, exception))
                {
                    throw;
                }

                yield return item;
            }
        }
        finally
        {
            if (!failed)
                s_telemetry.Succeeded(start);
        }
    }
}

internal sealed partial class StreamHook : IStreaming
{
    [Slo(99.9, Name = "stream")]
    public partial IAsyncEnumerable<int> Run(int count);

    private static IAsyncEnumerable<int> RunCore(int count) => StreamItems.Produce(count);
}

internal sealed class StreamAspect : IStreaming
{
    [Measured]
    public IAsyncEnumerable<int> Run(int count) => StreamItems.Produce(count);
}
