using BenchmarkDotNet.Attributes;

namespace Reliability.Benchmarks.Hooks;

/// <summary>One subject: the same operation by every contender, under every listener. Each runs in a process of its own, so
/// that the listener is chosen before anything is compiled.</summary>
[MemoryDiagnoser]
public abstract class HookBenchmarks
{
    private IDisposable? _listening;

    [ParamsAllValues]
    public ListenerState Listener { get; set; }

    [GlobalSetup]
    public void StartListening() => _listening = Listening.Start(Listener);

    [GlobalCleanup]
    public void StopListening() => _listening?.Dispose();
}
