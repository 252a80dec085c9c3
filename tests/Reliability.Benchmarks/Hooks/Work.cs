using System.Runtime.CompilerServices;

namespace Reliability.Benchmarks.Hooks;

/// <summary>What operations do: next to nothing, so that the hook is what is measured. Never inlined, as real work never
/// is.</summary>
internal static class Work
{
    /// <summary>Numbers this small are tasks that the runtime keeps, so a completed one costs nothing.</summary>
    public const int Input = 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Next(int number) => number + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<int> NextTask(int number) => Task.FromResult(number + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ValueTask<int> NextValueTask(int number) => new(number + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Fail(int number) => number < 0 ? number : throw new InvalidOperationException("The work failed.");
}
