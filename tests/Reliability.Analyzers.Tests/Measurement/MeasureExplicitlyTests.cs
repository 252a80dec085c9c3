using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Measurement;

namespace Reliability.Analyzers.Tests.Measurement;

/// <summary>What no layer reaches is handed to its own site, and then counts.</summary>
public class MeasureExplicitlyTests
{
    private const string Before = """
        // At the top.
        using Reliability;

        /// <summary>Shapes.</summary>
        public sealed class Money(int amount) : IAsyncDisposable, IComparable<Money>
        {
            private Func<int, CancellationToken, Task<int>> _twice = [{|REL0203:Slo|}(99)] async (x, ct) => { await Task.Delay(1, ct); return x * 2; };
            private readonly Action _nothing = [{|REL0203:Slo|}(99)] () => { };

            public int Amount => amount;

            [{|REL0203:Slo|}(99)]
            public static Money operator +(Money a, Money b) => new(a.Amount + b.Amount);

            [{|REL0203:Slo|}(99, Name = "to-int")]
            public static explicit operator int(Money money)
            {
                return money.Amount;
            }

            [{|REL0203:Slo|}(99, Name = "dispose")]
            async ValueTask IAsyncDisposable.DisposeAsync()
            {
                _ = Amount;
                await Task.Yield();
            }

            [{|REL0203:Slo|}(99, Name = "compare")]
            int IComparable<Money>.CompareTo(Money? other) => other is null ? throw new InvalidOperationException() : Amount - other.Amount;

            public int Half
            {
                [{|REL0203:Slo|}(99)] get { return Amount / 2; }
            }

            public async Task<object?> RunAsync(CancellationToken outer)
            {
                _nothing();
                Log("a");
                return await FindAsync("x") ?? (await _twice(1, outer) + await SumAsync(1, outer)).ToString() + Stream().GetHashCode();

                [{|REL0203:Slo|}(99)]
                static void Log<T>(T text)
                    where T : class
                {
                    Console.Error.WriteLine(text);
                }

                [{|REL0203:Slo|}(99)] async Task<object?> FindAsync(string? key) => key is null ? "none" : null;

                [{|REL0203:Slo|}(99)]
                Task<int> SumAsync(int x, CancellationToken @event)
                {
                    @event.ThrowIfCancellationRequested();
                    return Task.FromResult(x + Amount);
                }

                [{|REL0203:Slo|}(99)] IAsyncEnumerable<int> Stream() => AsyncEnumerable.Empty<int>();
            }
        }

        file class Hidden
        {
            [{|REL0203:Slo|}(99)] public int Answer() => 42;
        }
        """;

    private const string After = """
        // At the top.
        using Reliability;
        using Reliability.Generated.TestProject;

        /// <summary>Shapes.</summary>
        public sealed class Money(int amount) : IAsyncDisposable, IComparable<Money>
        {
            private Func<int, CancellationToken, Task<int>> _twice = [Slo(99)] (x, ct) => Operations.Twice.MeasureAsync(async ct => { await Task.Delay(1, ct); return x * 2; }, ct);
            private readonly Action _nothing = [Slo(99)] () => Operations.Nothing.Measure(() => { });

            public int Amount => amount;

            [Slo(99)]
            public static Money operator +(Money a, Money b) => Operations.OpAddition.Measure<Money>(() => new(a.Amount + b.Amount));

            [Slo(99, Name = "to-int")]
            public static explicit operator int(Money money) => Operations.ToInt.Measure(() =>
            {
                return money.Amount;
            });

            [Slo(99, Name = "dispose")]
            async ValueTask IAsyncDisposable.DisposeAsync() => await Operations.Dispose.MeasureAsync(async cancellationToken =>
            {
                _ = Amount;
                await Task.Yield();
            }, CancellationToken.None);

            [Slo(99, Name = "compare")]
            int IComparable<Money>.CompareTo(Money? other) => Operations.Compare.Measure(() => other is null ? throw new InvalidOperationException() : Amount - other.Amount);

            public int Half
            {
                [Slo(99)] get => Operations.GetHalf.Measure(() => { return Amount / 2; });
            }

            public async Task<object?> RunAsync(CancellationToken outer)
            {
                _nothing();
                Log("a");
                return await FindAsync("x") ?? (await _twice(1, outer) + await SumAsync(1, outer)).ToString() + Stream().GetHashCode();

                [Slo(99)]
                static void Log<T>(T text)
                    where T : class => Operations.Log.Measure(() =>
                {
                    Console.Error.WriteLine(text);
                });

                [Slo(99)] Task<object?> FindAsync(string? key) => Operations.Find.MeasureAsync<object?>(async outer => key is null ? "none" : null, outer);

                [Slo(99)]
                Task<int> SumAsync(int x, CancellationToken @event) => Operations.Sum.MeasureAsync(@event =>
                {
                    @event.ThrowIfCancellationRequested();
                    return Task.FromResult(x + Amount);
                }, @event);

                [Slo(99)] IAsyncEnumerable<int> Stream() => Operations.Stream.MeasureStream(AsyncEnumerable.Empty<int>(), outer);
            }
        }

        file class Hidden
        {
            [Slo(99)] public int Answer() => Operations.Answer.Measure(() => 42);
        }
        """;

    [Fact]
    public Task Every_body_that_a_lambda_can_hold_is_measured() => Fix(Before, After);

    [Fact]
    public Task Names_that_mean_something_else_are_written_in_full() => Fix(
        """
        public static class Operations
        {
            public static int Count() { return One(); [[|Reliability.Slo|](99)] static int One() => 1; }
        }
        """.Replace("[|", "{|REL0203:", StringComparison.Ordinal),
        """
        using Reliability;

        public static class Operations
        {
            public static int Count() { return One(); [Reliability.Slo(99)] static int One() => global::Reliability.Generated.TestProject.Operations.One.Measure(() => 1); }
        }
        """);

    [Fact]
    public async Task What_the_fix_leaves_counts()
    {
        var code = Compiled.Run("Explicit", After.Replace("TestProject", "Code", StringComparison.Ordinal) + """

            public static class Program
            {
                public static async Task RunAsync()
                {
                    await using var money = new Money(1) + new Money(2);
                    if ((int)money != 3 || money.Half != 1 || (string?)await money.RunAsync(CancellationToken.None) is not { Length: > 1 })
                        throw new InvalidOperationException("results");

                    try
                    {
                        ((IComparable<Money>)money).CompareTo(null);
                    }
                    catch (InvalidOperationException)
                    {
                        ((IComparable<Money>)money).CompareTo(money);
                    }
                }
            }
            """);
        await code.CallAsync("Program", "RunAsync");
        Assert.All(["OpAddition", "ToInt", "GetHalf", "Nothing", "Log", "Find", "Twice", "Sum", "Dispose"], name => Assert.Equal((1, 0), code.Events(name)));
        Assert.Equal((1, 1), code.Events("Compare"));
    }

    private static Task Fix(string before, string after) =>
        new RuleTest<NoLayerMeasuresRule, MeasureExplicitlyFix>(before) { Fixed = [after], NumberOfFixAllIterations = 1, CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck }.CheckAsync();
}
