using System.Collections.Immutable;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests;

/// <summary>No rule crashes or hangs, whatever is typed: all of them run over thousands of programs that were broken at
/// random. A failure prints the seed that repeats it.</summary>
public class RobustnessTests
{
    private const int Programs = 3000;
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(1);

    // What the cases do not have anyhow.
    private static readonly string[] s_shapes =
    [
        "dynamic d = 1; while (true) { try { d.Go(await d.Come()); return; } catch { } }",
        "await foreach (var x in S()) { try { Console.WriteLine(x); } catch (Exception e) when (e is not OperationCanceledException) { continue; } } static async IAsyncEnumerable<int> S([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken t = default) { while (!t.IsCancellationRequested) { yield return 1; await Task.Delay(1); } }",
        "file sealed record R(int A) { public unsafe int* P; public required int Q { get; init; } public static R operator +(R a, R b) => a with { A = b.A }; }",
        "public partial class C { partial void M(CancellationToken t); } public partial class C { partial void M(CancellationToken t) { using var s = CancellationTokenSource.CreateLinkedTokenSource(t); Task.Run(() => s.Token); } }",
        "public ref struct S { public Span<int> A; public readonly ref int B => ref A[0]; } public class G<T> where T : allows ref struct { public T? V; } public static class E { extension(string s) { public int N => s.Length; } }",
        "public class C(HttpClient http) { public Task<string> this[int i] => http.GetStringAsync(\"/\"); public event Action? E; ~C() { http.Dispose(); } public static implicit operator C(int i) => new(null!); public int P { get => field; set => field = value; } }",
        "public class L { private readonly object o = new(); private readonly SemaphoreSlim s = new(1); public async Task M(HttpClient h) { lock (o) { h.GetAsync(\"/\").Wait(); } await s.WaitAsync(); try { goto end; } finally { s.Release(); } end: ; } }",
        "using System.Linq.Expressions; public class X { Expression<Func<HttpClient, Task<string>>> e = h => h.GetStringAsync(\"/\"); int[] a = [.. new[] { 1 }, 2]; (int, string) t = (1, nameof(X)); string s = $\"{1:X} {DateTime.UtcNow}\"; }",
    ];

    private static readonly ImmutableArray<string> s_seeds = [.. RuleCase.All.Select(@case => @case.Unmarked.Text), .. s_shapes];

    private static readonly string[] s_words =
        ["dynamic", "Missing", "await", "async", "null", "{", "}", "(", ")", ";", "catch", "try", "finally", "while", "yield return", "static", "default", "?", "=>", "<T>", "void", "throw", "new", "in", "lock"];

    private static readonly Gen<(string Text, int References)> s_program =
        from seed in Gen.Int[0, s_seeds.Length - 1]
        from mutations in Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, s_words.Length - 1]).Array[1, 6]
        from references in Gen.Frequency((8, Gen.Const(int.MaxValue)), (1, Gen.Int[1, 40]), (1, Gen.Const(1)))
        select (mutations.Aggregate(s_seeds[seed], (text, mutation) => Mutate(text, mutation.Item1, mutation.Item2, s_words[mutation.Item3])), references);

    [Fact]
    public void No_rule_crashes_or_hangs_on_broken_code() => s_program.Sample(
        program => Assert.Empty(Crashes(program.Text, program.References)),
        iter: Programs,
        threads: Environment.ProcessorCount,
        print: program => program.References + " references\n" + program.Text);

    [Fact]
    public void The_programs_unbroken_crash_no_rule() => Assert.All(s_seeds, seed => Assert.Empty(Crashes(seed, int.MaxValue)));

    private static string Mutate(string text, int kind, double at, string word)
    {
        var tokens = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens().ToList();
        if (tokens.Count < 2)
            return text;

        var token = tokens[(int)(at * (tokens.Count - 1))];
        var other = tokens[(int)((1 - at) * (tokens.Count - 1))];
        return kind switch
        {
            0 => text.Remove(token.SpanStart, token.Span.Length),
            1 => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, " " + word + " "),
            2 => text.Insert(token.SpanStart, " " + word + " "),
            3 => text.Insert(token.SpanStart, " " + other.Text + " "),
            _ => text[..token.SpanStart],
        };
    }

    private static IEnumerable<string> Crashes(string text, int references)
    {
        var compilation = AllRules.Compile([("Code.cs", text)], AllRules.KindOf(text));
        if (references != int.MaxValue)
            compilation = compilation.WithReferences(compilation.References.Take(references));

        using var source = new CancellationTokenSource(s_hang);
        try
        {
            compilation.GetDiagnostics(source.Token);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or InvalidCastException or ArgumentException or IndexOutOfRangeException)
        {
            // The compiler itself does not survive this one.
            return [];
        }

        return compilation
            .WithAnalyzers(AllRules.Analyzers, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service")), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(source.Token).GetAwaiter().GetResult()
            .Where(report => !report.Id.StartsWith("REL", StringComparison.Ordinal))
            .Select(report => report.ToString());
    }
}
