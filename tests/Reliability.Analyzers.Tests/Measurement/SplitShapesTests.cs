using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Measurement;

namespace Reliability.Analyzers.Tests.Measurement;

/// <summary>Whatever the shape of a method, what the fix makes of it compiles with the generator, and counts.</summary>
public class SplitShapesTests
{
    private const string Before = """
        using System.Runtime.CompilerServices;
        using Reliability;

        public abstract class Base
        {
            public virtual Task<string> NameAsync(int id) => Task.FromResult("base");
            public string Hidden() => "base";
        }

        public class Shapes : Base
        {
            private int _x = 1;

            [{|REL0203:Slo|}(99)] public ref int Cell() => ref _x;

            [{|REL0203:Slo|}(99)] public static ref readonly T First<T>(in T x) where T : struct => ref x;

            [{|REL0203:Slo|}(99), MethodImpl(MethodImplOptions.NoInlining)]
            public async IAsyncEnumerable<int> CountAsync(int to, [EnumeratorCancellation] CancellationToken ct = default)
            {
                for (var i = 0; i < to; i++)
                {
                    await Task.Delay(1, ct);
                    yield return i;
                }
            }

            [{|REL0203:Slo|}(99)]
            public async IAsyncEnumerable<int> OnceAsync([EnumeratorCancellation] CancellationToken ct)
            {
                await Task.Delay(1, ct);
                yield return 1;
            }

            [{|REL0203:Slo|}(99)]
            public IEnumerable<T> Repeat<T>(T x, int times = 2)
                where T : notnull, new()
            {
                for (var i = 0; i < times; i++)
                    yield return x;
            }

            [{|REL0203:Slo|}(99)] public override async Task<string> NameAsync(int id) => await base.NameAsync(id) + id;

            [{|REL0203:Slo|}(99)] public new string Hidden() => base.Hidden() + "!";

            [{|REL0203:Slo|}(99)] protected internal virtual ValueTask<int> SumAsync(params int[] all) => new(all.Sum());

            [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(x))]
            [{|REL0203:Slo|}(99)] public unsafe string? Text(string? x, out int length, int* p = null) { length = x?.Length ?? 0; return x; }
        }

        public struct Point
        {
            private int _x;

            [{|REL0203:Slo|}(99)] public readonly int X() => _x;

            [{|REL0203:Slo|}(99)] public void Move(int by) => _x += by;
        }

        public ref struct Reader(ReadOnlySpan<char> text)
        {
            private ReadOnlySpan<char> _rest = text;

            [{|REL0203:Slo|}(99)] public ReadOnlySpan<char> Take(scoped in int count) { var taken = _rest[..count]; _rest = _rest[count..]; return taken; }
        }
        """;

    private const string After = """
        using System.Runtime.CompilerServices;
        using Reliability;

        public abstract class Base
        {
            public virtual Task<string> NameAsync(int id) => Task.FromResult("base");
            public string Hidden() => "base";
        }

        public partial class Shapes : Base
        {
            private int _x = 1;

            [Slo(99)] public partial ref int Cell();

            private ref int CellCore() => ref _x;

            [Slo(99)] public static partial ref readonly T First<T>(in T x) where T : struct;

            private static ref readonly T FirstCore<T>(in T x) where T : struct => ref x;

            [Slo(99), MethodImpl(MethodImplOptions.NoInlining)]
            public partial IAsyncEnumerable<int> CountAsync(int to, CancellationToken ct = default);

            private async IAsyncEnumerable<int> CountAsyncCore(int to, [EnumeratorCancellation] CancellationToken ct)
            {
                for (var i = 0; i < to; i++)
                {
                    await Task.Delay(1, ct);
                    yield return i;
                }
            }

            [Slo(99)]
            public partial IAsyncEnumerable<int> OnceAsync(CancellationToken ct);

            private async IAsyncEnumerable<int> OnceAsyncCore([EnumeratorCancellation] CancellationToken ct)
            {
                await Task.Delay(1, ct);
                yield return 1;
            }

            [Slo(99)]
            public partial IEnumerable<T> Repeat<T>(T x, int times = 2)
                where T : notnull, new();

            private IEnumerable<T> RepeatCore<T>(T x, int times)
                where T : notnull, new()
            {
                for (var i = 0; i < times; i++)
                    yield return x;
            }

            [Slo(99)] public override partial Task<string> NameAsync(int id);

            private async Task<string> NameAsyncCore(int id) => await base.NameAsync(id) + id;

            [Slo(99)] public new partial string Hidden();

            private string HiddenCore() => base.Hidden() + "!";

            [Slo(99)] protected internal virtual partial ValueTask<int> SumAsync(params int[] all);

            private ValueTask<int> SumAsyncCore(params int[] all) => new(all.Sum());

            [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(x))]
            [Slo(99)] public unsafe partial string? Text(string? x, out int length, int* p = null);

            private unsafe string? TextCore(string? x, out int length, int* p) { length = x?.Length ?? 0; return x; }
        }

        public partial struct Point
        {
            private int _x;

            [Slo(99)] public readonly partial int X();

            private readonly int XCore() => _x;

            [Slo(99)] public partial void Move(int by);

            private void MoveCore(int by) => _x += by;
        }

        public ref partial struct Reader(ReadOnlySpan<char> text)
        {
            private ReadOnlySpan<char> _rest = text;

            [Slo(99)] public partial ReadOnlySpan<char> Take(scoped in int count);

            private ReadOnlySpan<char> TakeCore(scoped in int count) { var taken = _rest[..count]; _rest = _rest[count..]; return taken; }
        }
        """;

    [Fact]
    public Task Every_shape_is_split() => new RuleTest<NoLayerMeasuresRule, MakePartialFix>(Before) { Fixed = [After], NumberOfFixAllIterations = 1, CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck }.CheckAsync();

    [Fact]
    public void What_the_fix_leaves_compiles_without_a_warning() => Assert.Empty(Compiled.Warnings(After));

    [Fact]
    public async Task What_the_fix_leaves_counts()
    {
        var code = Compiled.Run("Split", After + """

            public static class Program
            {
                public static async Task RunAsync()
                {
                    var shapes = new Shapes();
                    shapes.Cell() = 5;
                    if (shapes.Cell() != 5 || Shapes.First(3) != 3)
                        throw new InvalidOperationException("references");

                    var sum = 0;
                    await foreach (var x in shapes.CountAsync(4))
                        sum += x;

                    using var source = new CancellationTokenSource();
                    try
                    {
                        await foreach (var x in shapes.CountAsync(1000).WithCancellation(source.Token))
                            source.Cancel();
                    }
                    catch (OperationCanceledException)
                    {
                        sum++;
                    }

                    if (sum != 7 || shapes.Repeat(1).Count() != 2 || await shapes.NameAsync(1) != "base1" || shapes.Hidden() != "base!")
                        throw new InvalidOperationException("results");

                    var point = new Point();
                    point.Move(2);
                    if (point.X() != 2 || new Reader("abc").Take(2).Length != 2)
                        throw new InvalidOperationException("structs");
                }
            }
            """);
        await code.CallAsync("Program", "RunAsync");
        Assert.Equal((2, 0), code.Events("Cell"));
        Assert.Equal((1, 0), code.Events("First"));
        Assert.Equal((1, 0), code.Events("Repeat"));
        Assert.Equal((1, 0), code.Events("Name"));
        Assert.Equal((1, 0), code.Events("Hidden"));
        Assert.Equal((1, 0), code.Events("Move"));
        Assert.Equal((1, 0), code.Events("X"));
        Assert.Equal((1, 0), code.Events("Take"));

        // The other enumeration was cancelled by its caller, and is no event.
        Assert.Equal((1, 0), code.Events("Count"));
    }
}
