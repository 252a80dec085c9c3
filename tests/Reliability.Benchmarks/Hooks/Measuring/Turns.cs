using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>Measures the contenders of one subject in turns of a few milliseconds, in one process. What disturbs the machine
/// disturbs them all, and the median of the rounds' ratios forgets it: ratios hold on a machine that is not quiet.</summary>
internal static class Turns
{
    private const int Rounds = 201;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);

    public static IReadOnlyList<Figure> Measure(Type subject, ListenerState listener)
    {
        var benchmarks = (HookBenchmarks)Activator.CreateInstance(subject)!;
        benchmarks.Listener = listener;
        benchmarks.StartListening();
        var contenders = Subject.Contenders(subject).Select(method => new Contender(method.Name, method.CreateDelegate<Func<int>>(benchmarks))).ToList();

        // Twice: the first pass compiles what the second warms up.
        for (var pass = 0; pass < 2; pass++)
            contenders.ForEach(WarmUp);

        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
                Take(contenders[(round + turn) % contenders.Count]);
        }

        benchmarks.StopListening();
        return Figures(Subject.NameOf(subject), listener, contenders);
    }

    /// <summary>Runs until the compiler has nothing left to improve, and finds out how many calls make a turn.</summary>
    private static void WarmUp(Contender contender)
    {
        var clock = Stopwatch.StartNew();
        var calls = 0L;
        while (clock.Elapsed < s_warmUp)
        {
            Call(contender.Method, 100);
            calls += 100;
        }

        contender.Calls = Math.Max(100, (int)(calls * s_turn / clock.Elapsed));
    }

    private static void Take(Contender contender)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        Call(contender.Method, contender.Calls);
        var elapsed = Stopwatch.GetElapsedTime(start);
        contender.Bytes.Add((double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / contender.Calls);
        contender.Nanoseconds.Add(elapsed.TotalNanoseconds / contender.Calls);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Call(Func<int> method, int calls)
    {
        for (var i = 0; i < calls; i++)
            method();
    }

    private static List<Figure> Figures(string subject, ListenerState listener, List<Contender> contenders)
    {
        var raw = contenders.Single(contender => contender.Name == Figure.Raw).Nanoseconds;
        var byHand = contenders.Single(contender => contender.Name == Figure.HandWritten).Nanoseconds;
        return [.. contenders.Select(contender => new Figure(
            subject,
            listener,
            contender.Name,
            Figure.Middle(contender.Nanoseconds),
            Figure.Middle(contender.Bytes),
            Figure.Middle(contender.Nanoseconds.Zip(byHand, (own, other) => own / other)),
            Figure.Middle(contender.Nanoseconds.Zip(raw, (own, other) => own - other))))];
    }

    private sealed class Contender(string name, Func<int> method)
    {
        public string Name { get; } = name;

        public Func<int> Method { get; } = method;

        public int Calls { get; set; }

        public List<double> Nanoseconds { get; } = new(Rounds);

        public List<double> Bytes { get; } = new(Rounds);
    }
}
