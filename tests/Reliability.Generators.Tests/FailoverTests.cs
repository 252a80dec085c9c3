namespace Reliability.Generators.Tests;

/// <summary>What is emitted around the cores of methods that fail over compiles without a word in every shape, and does what it
/// says when it runs.</summary>
public class FailoverTests
{
    /// <summary>Members of a partial class, structure or record; each has a body after the generator has run.</summary>
    public static TheoryData<string> Methods =>
    [
        "[Retry, Idempotent] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;",
        "[Retry, Idempotent] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(a);",
        "[Retry, Idempotent] public partial ValueTask MAsync(CancellationToken token); ValueTask MAsyncCore(CancellationToken token) => default;",
        "[Retry, Idempotent] public partial ValueTask<string?> MAsync(string? a, CancellationToken token = default); ValueTask<string?> MAsyncCore(string? a, CancellationToken token) => new(a);",
        "[Timeout(800)] public static partial Task MAsync(CancellationToken token); static Task MAsyncCore(CancellationToken token) => Task.CompletedTask;",
        "[Timeout(800.5, AttemptMilliseconds = 1e2), Retry(On = [typeof(TimeoutException), typeof(System.IO.IOException)]), Idempotent] public partial Task MAsync(int @class, CancellationToken @event); async Task MAsyncCore(int @class, CancellationToken @event) => await Task.Delay(@class, @event);",
        "[CircuitBreaker(Name = \"x\\\"y\")] internal partial Task<T> MAsync<T>(T a) where T : notnull; Task<T> MAsyncCore<T>(T a) where T : notnull => Task.FromResult(a);",
        "[CircuitBreaker] private partial Task MAsync(); static Task MAsyncCore() => Task.CompletedTask;",
        "[Capacity(MaxConcurrency = 3)] public partial Task<int> MAsync(int a); async Task<int> MAsyncCore(int a) { await Task.Yield(); return a; }",
        "[Capacity(MaxConcurrency = 3, QueueLimit = 7, Adaptive = true)] public partial ValueTask MAsync(); ValueTask MAsyncCore() => default;",
        "[Capacity(MaxConcurrency = 3), Timeout(50)] public partial Task MAsync(CancellationToken token); Task MAsyncCore(CancellationToken token) => Task.CompletedTask;",
        "[Capacity(PeakPerSecond = 3)] public partial int M(in int a); int MCore(in int a) => a;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a, CancellationToken token); Task<int> MAsyncCore(int a, CancellationToken token) => Task.FromResult(a); Task<int> Other(int a, CancellationToken token) => Task.FromResult(a);",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a, CancellationToken token); Task<int> MAsyncCore(int a, CancellationToken token) => Task.FromResult(a); static int Other(int a, CancellationToken token, Exception e) => a;",
        "[Fallback(nameof(Other))] public partial ValueTask<int?> MAsync(); ValueTask<int?> MAsyncCore() => default; ValueTask<int?> Other(Exception e) => default;",
        "[Fallback(nameof(Other))] public partial ValueTask<int?> MAsync(); ValueTask<int?> MAsyncCore() => default; int? Other() => 1;",
        "[Fallback(nameof(Other), On = [typeof(TimeoutException)])] public partial Task MAsync(int a); Task MAsyncCore(int a) => Task.CompletedTask; void Other(int a) { }",
        "[Fallback(nameof(Other))] public partial ValueTask MAsync<T>(T a) where T : class, new(); ValueTask MAsyncCore<T>(T a) where T : class, new() => default; ValueTask Other<T>(T a) where T : class, new() => default;",
        "[Fallback(nameof(Other))] public partial Task<T> MAsync<T>(T a) where T : Exception, IComparable<T[]>; Task<T> MAsyncCore<T>(T a) where T : Exception, IComparable<T[]> => Task.FromResult(a); static TOther Other<TOther>(TOther a) where TOther : System.Runtime.Serialization.ISerializable, IComparable<TOther[]> => a;",
        "[Slo(99), Retry, Idempotent, Timeout(300), CircuitBreaker, Fallback(nameof(Other)), Capacity(MaxConcurrency = 4)] public partial Task<int> MAsync(int a, CancellationToken token); Task<int> MAsyncCore(int a, CancellationToken token) => Task.FromResult(a); int Other(int a, CancellationToken token) => a;",
        "[Slo(99, Good = nameof(IsGood)), CircuitBreaker] public partial ValueTask<int> MAsync(int __state); ValueTask<int> MAsyncCore(int __state) => new(__state); static bool IsGood(int x) => x > 0;",
        "[Retry, Idempotent] public partial Task MAsync(int a, int b, int c, int d, int e, int f, int g, int h, int i, CancellationToken token); Task MAsyncCore(int a, int b, int c, int d, int e, int f, int g, int h, int i, CancellationToken token) => Task.CompletedTask;",
        "[Retry, Idempotent] public partial Task MAsync(CancellationToken a, CancellationToken b, params int[] c); Task MAsyncCore(CancellationToken a, CancellationToken b, params int[] c) => Task.CompletedTask;",
        "[Retry, Idempotent] public partial Task MAsync(dynamic a); Task MAsyncCore(dynamic a) => Task.CompletedTask;",
        "[Retry, Idempotent, Fallback(nameof(Other))] public partial Task<int> MAsync(dynamic a, int b); Task<int> MAsyncCore(dynamic a, int b) => Task.FromResult(b); Task<int> Other(dynamic a, int b) => Task.FromResult(b);",
        "[Fallback(nameof(Other))] public partial ValueTask<int> MAsync(dynamic a); ValueTask<int> MAsyncCore(dynamic a) => new(1); ValueTask<int> Other(dynamic a) => new(2);",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(dynamic a); Task<int> MAsyncCore(dynamic a) => Task.FromResult(1); int Other(dynamic a) => 2;",
        "[Fallback(nameof(Other))] public partial Task MAsync(dynamic a); Task MAsyncCore(dynamic a) => Task.CompletedTask; void Other(dynamic a) { }",
        "[Capacity(MaxConcurrency = 3)] public partial Task<int> MAsync(dynamic a); Task<int> MAsyncCore(dynamic a) => Task.FromResult(1);",
        "[Fallback(nameof(Other))] public partial Task<string?> MAsync(); Task<string?> MAsyncCore() => Task.FromResult<string?>(null); Task<string> Other() => Task.FromResult(\"\");",
        "[Fallback(nameof(Other))] public partial ValueTask<string?> MAsync(); ValueTask<string?> MAsyncCore() => default; ValueTask<string> Other() => new(\"\");",
        "[Fallback(nameof(Other))] public partial Task<string> MAsync(System.Collections.Generic.List<string?> a, string b); Task<string> MAsyncCore(System.Collections.Generic.List<string?> a, string b) => Task.FromResult(b); Task<string?> Other(System.Collections.Generic.List<string> a, string? b) => Task.FromResult(b);",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(string? a); Task<int> MAsyncCore(string? a) => Task.FromResult(1); static int Other([System.Diagnostics.CodeAnalysis.DisallowNull] string? a) => a.Length;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a, string b = \"x\"); Task<int> MAsyncCore(int a, string b) => Task.FromResult(a); int Other(int a, string b = \"y\", Exception? e = null) => a; int Other(long a, string b = \"z\") => 2;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(params int[] a); Task<int> MAsyncCore(params int[] a) => Task.FromResult(1); int Other(int[] a) => 1; int Other(params object[] a) => 2; int Other(in int a) => a;",
        "[Fallback(nameof(Other))] public partial Task<TItem?> MAsync<TItem>(TItem? a) where TItem : struct; Task<TItem?> MAsyncCore<TItem>(TItem? a) where TItem : struct => Task.FromResult(a); static TItem? Other<TItem>(TItem? a) where TItem : struct => a;",
        "[Fallback(\"Other\")] public partial Task<Other> MAsync<Other>(Other a); Task<Other> MAsyncCore<Other>(Other a) => Task.FromResult(a); static TOther Other<TOther>(TOther a) => a;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(1); [Obsolete(\"another one\")] int Other(int a) => a;",
        "[Retry, Idempotent] public partial Task MAsync(int a); Task MAsyncCore(int a) => Task.CompletedTask; [Retry, Idempotent] public partial Task MAsync(string a); Task MAsyncCore(string a) => Task.CompletedTask;",
    ];

    /// <summary>Declarations that cannot be honoured: another rule says so, and a body that compiles stands there.</summary>
    public static TheoryData<string> Refused =>
    [
        "[Retry, Idempotent] public partial int M(); int MCore() => 1;",
        "[Retry, Idempotent] public partial void M(out int a); void MCore(out int a) => a = 1;",
        "[CircuitBreaker] public partial Task MAsync(ref int a); Task MAsyncCore(ref int a) => Task.CompletedTask;",
        "[CircuitBreaker] public partial Task MAsync(in int a); Task MAsyncCore(in int a) => Task.CompletedTask;",
        "[CircuitBreaker] public partial Task MAsync(ReadOnlySpan<byte> a); Task MAsyncCore(ReadOnlySpan<byte> a) => Task.CompletedTask;",
        "[CircuitBreaker] public unsafe partial Task MAsync(int* a); unsafe Task MAsyncCore(int* a) => Task.CompletedTask;",
        "[Timeout(100)] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;",
        "[Timeout(-1)] public partial Task MAsync(CancellationToken t); Task MAsyncCore(CancellationToken t) => Task.CompletedTask;",
        "[Retry(MaxAttempts = 1), Idempotent] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;",
        "[Fallback(\"Missing\")] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;",
        "[Fallback(nameof(MAsync))] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;",
        "[Fallback(nameof(Other))] public partial Task<T> MAsync<T>(T a); Task<T> MAsyncCore<T>(T a) => Task.FromResult(a); static T Other<T>(T a) where T : class => a;",
        "[Fallback(nameof(Other))] public partial Task<T> MAsync<T>(T a); Task<T> MAsyncCore<T>(T a) => Task.FromResult(a); static T Other<T>(T a) where T : notnull => a;",
        "[Fallback(nameof(Other))] public partial Task<T> MAsync<T>(T a) where T : IComparable<string>; Task<T> MAsyncCore<T>(T a) where T : IComparable<string> => Task.FromResult(a); static T Other<T>(T a) where T : IComparable<T> => a;",
        "[Fallback(nameof(Other))] public partial Task<T?> MAsync<T>(T? a); Task<T?> MAsyncCore<T>(T? a) => Task.FromResult(a); static T Other<T>(T a) => a;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(string? a); Task<int> MAsyncCore(string? a) => Task.FromResult(1); int Other(string a) => a.Length;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(1); int Other(in int a) => a;",
        "[Fallback(nameof(Other))] public partial Task<Exception> MAsync(); Task<Exception> MAsyncCore() => Task.FromResult(new Exception()); Task<ArgumentException> Other() => Task.FromResult(new ArgumentException());",
        "[Fallback(nameof(Other))] public partial ValueTask<int> MAsync(); ValueTask<int> MAsyncCore() => new(1); Task<int> Other() => Task.FromResult(1);",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(1); [Obsolete(\"another one\", true)] int Other(int a) => a;",
        "[Fallback(nameof(Other))] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(1); [System.Diagnostics.CodeAnalysis.Experimental(\"X1\")] int Other(int a) => a;",
        "[Fallback(\"Other\")] public partial Task<int> MAsync(int Other); Task<int> MAsyncCore(int Other) => Task.FromResult(1); static int Other(int a) => a;",
        "[CircuitBreaker] public partial System.Collections.Generic.IAsyncEnumerable<int> M(); async System.Collections.Generic.IAsyncEnumerable<int> MCore() { await Task.Yield(); yield return 1; }",
        "[Slo(99), CircuitBreaker] public partial int M(); int MCore() => 1;",
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_guarded_method_compiles_without_a_word(string methods)
    {
        foreach (var owner in new[] { "partial class Service { M }", "readonly partial struct Service { M }", "partial record Service<TOwner> { M }", "namespace A.B { partial class Outer<TOuter> { internal sealed partial class Service { M } } }" })
        {
            var generated = Project.WithFailover(owner.Replace("M", methods, StringComparison.Ordinal)).Generate();
            Assert.Null(generated.Exception);
            Assert.True(generated.Complaints.Count == 0, string.Join("\n", generated.Complaints) + generated.Text);
            if (!methods.Contains("PeakPerSecond", StringComparison.Ordinal))
                Assert.Contains("__Failover_", generated.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("protected static Task<string?> Last(int a) => Task.FromResult<string?>(null);")]
    [InlineData("private protected T? Last(int a) => default;")]
    [InlineData("internal virtual T? Last(int a, Exception e) => default;")]
    public void A_fallback_that_the_class_inherits_is_called(string last)
    {
        var generated = Project.WithFailover("abstract class Source<T> { MEMBER } abstract class Middle : Source<string>; "
            .Replace("MEMBER", last, StringComparison.Ordinal)
            + "partial class Service : Middle { [Fallback(nameof(Last))] public partial Task<string?> MAsync(int a); Task<string?> MAsyncCore(int a) => Task.FromResult<string?>(null); }").Generate();
        Assert.Empty(generated.Complaints);
        Assert.Contains("FallbackPolicy", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abstract class Source { protected int Last(int a) => a; }", "string Last(object a) => \"\";")]
    [InlineData("abstract class Source { protected static int Last(int a) => a; }", "static new readonly Func<object, string> Last = _ => \"\";")]
    [InlineData("abstract class Source { protected int Last(int a) => a; }", "string Last(long a, string b = \"\") => b;")]
    [InlineData("abstract class Source { int Last(int a) => a; }", "")]
    [InlineData("interface ISource { int Last(int a) => a; } abstract class Source : ISource;", "")]
    [InlineData("interface ISource { int Last(int a); } abstract class Source : ISource { int ISource.Last(int a) => a; }", "")]
    [InlineData("static class Extensions { public static int Last(this Service service, int a) => a; } abstract class Source;", "")]
    public void A_fallback_that_a_call_by_its_name_does_not_reach_is_refused(string source, string nearer)
    {
        var generated = Project.WithFailover(
            source + " partial class Service : Source { " + nearer + " [Fallback(\"Last\")] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(a); }").Generate();
        Assert.True(generated.Complaints.Count == 0, string.Join("\n", generated.Complaints));
        Assert.DoesNotContain("__Failover_", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abstract class Source { protected int Last(int a) => a; }", "string Last() => \"\"; string Last(int a, int b) => \"\";")]
    [InlineData("abstract class Source { protected int Last(int a, Exception e) => a; }", "string Last(int a) => \"\";")]
    public void Overloads_that_take_something_else_hide_no_fallback(string source, string nearer)
    {
        var generated = Project.WithFailover(
            source + " partial class Service : Source { " + nearer + " [Fallback(\"Last\")] public partial Task<int> MAsync(int a); Task<int> MAsyncCore(int a) => Task.FromResult(a); }").Generate();
        Assert.True(generated.Complaints.Count == 0, string.Join("\n", generated.Complaints));
        Assert.Contains("FallbackPolicy", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_honoured_gets_a_body_that_compiles(string methods)
    {
        var generated = Project.WithFailover("partial class Service { " + methods + " }").Generate();
        Assert.Null(generated.Exception);
        Assert.True(generated.Complaints.Count == 0, string.Join("\n", generated.Complaints));
        Assert.DoesNotContain("__Failover_", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("partial struct Service { M }", false)]
    [InlineData("readonly partial struct Service { M }", true)]
    [InlineData("partial record struct Service { M }", false)]
    public void A_structure_that_may_change_is_not_guarded_because_a_copy_would(string owner, bool isGuarded)
    {
        var generated = Project.WithFailover(owner.Replace("M", "[CircuitBreaker] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask;", StringComparison.Ordinal)).Generate();
        Assert.Null(generated.Exception);
        Assert.True(generated.Complaints.Count == 0, string.Join("\n", generated.Complaints) + generated.Text);
        Assert.Equal(isGuarded, generated.Text.Contains("__Failover_", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_package_a_guarded_method_gets_its_bare_call()
    {
        var generated = Project.Of("partial class Service { [Retry, Idempotent] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask; }").Generate();
        Assert.Empty(generated.Complaints);
        Assert.Contains("return MAsyncCore();", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capacity_alone_needs_no_package()
    {
        var generated = Project.Of("partial class Service { [Capacity(MaxConcurrency = 1)] public partial Task MAsync(); Task MAsyncCore() => Task.CompletedTask; }").Generate();
        Assert.Empty(generated.Complaints);
        Assert.Contains("AdmissionGate.Create(__service, \"m\"", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_core_leaves_no_error_of_ours()
    {
        var generated = Project.WithFailover("partial class Service { [Retry, Idempotent] public partial Task MAsync(); }").Generate();
        Assert.Empty(generated.Complaints);
    }

    [Fact]
    public async Task Attempts_fallback_and_measuring_work_together_in_emitted_code()
    {
        var loaded = Loaded.From(Project.WithFailover("""
            public partial class Service
            {
                public static int Calls;
                [Slo(99), Retry(DelayMilliseconds = 1), Idempotent] public partial Task<int> SecondTimeAsync(int a);
                async Task<int> SecondTimeAsyncCore(int a) { await Task.Yield(); return ++Calls % 2 == 1 ? throw new System.IO.IOException("first") : a; }

                [Slo(99), Fallback(nameof(Seven))] public static partial ValueTask<int> AnsweredAsync();
                static ValueTask<int> AnsweredAsyncCore() => throw new System.IO.IOException("down");
                static int Seven(Exception e) => e is System.IO.IOException ? 7 : 0;

                [Slo(99), Timeout(30)] public partial Task SlowAsync(CancellationToken token);
                Task SlowAsyncCore(CancellationToken token) => Task.Delay(-1, token);

                [Capacity(MaxConcurrency = 1)] public static partial Task AloneAsync(Task until);
                static Task AloneAsyncCore(Task until) => until;
            }
            """));
        Assert.Equal(5, await (Task<int>)loaded.Call("Service", "SecondTimeAsync", 5)!);
        Assert.Equal(7, await (ValueTask<int>)loaded.Call("Service", "AnsweredAsync")!);
        Assert.IsType<Failover.OperationTimeoutException>(await loaded.Outcome("SlowAsync", CancellationToken.None));
        using var source = new CancellationTokenSource();
        var cancelled = loaded.Outcome("SlowAsync", source.Token);
        await source.CancelAsync();
        Assert.True(await cancelled is OperationCanceledException or Failover.OperationTimeoutException);
        Assert.Equal((1, 0), loaded.Site("SecondTime").Events(0));
        Assert.Equal((1, 0), loaded.Site("Answered").Events(0));
        Assert.Equal(0, loaded.Site("Slow").Events(0).Good);

        var first = new TaskCompletionSource();
        var alone = (Task)loaded.Call("Service", "AloneAsync", first.Task)!;
        Assert.IsType<OverloadedException>(await loaded.Outcome("AloneAsync", Task.CompletedTask));
        first.SetResult();
        await alone;
        Assert.Null(await loaded.Outcome("AloneAsync", Task.CompletedTask));
    }

    [Fact]
    public async Task A_failure_shows_what_people_wrote_and_nothing_of_the_pipeline()
    {
        var loaded = Loaded.From(Project.WithFailover("""
            public partial class Service
            {
                [Slo(99), Retry(DelayMilliseconds = 1, MaxAttempts = 2), CircuitBreaker, Idempotent] public partial Task DownAsync();
                async Task DownAsyncCore() { await Task.Yield(); throw new System.IO.IOException("down"); }
            }
            """));
        var trace = (await loaded.Outcome("DownAsync"))!.StackTrace!;
        Assert.Contains("DownAsyncCore", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Polly", trace, StringComparison.Ordinal);
        Assert.DoesNotContain("Failover", trace, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_methods_of_one_name_have_each_its_own_class()
    {
        var text = Project.WithFailover("partial class A { [Retry, Idempotent] public partial Task GetAsync(); Task GetAsyncCore() => Task.CompletedTask; } partial class B { [Retry, Idempotent] public partial Task GetAsync(); Task GetAsyncCore() => Task.CompletedTask; }").Generate();
        Assert.Empty(text.Complaints);
        Assert.Contains("class __Failover_Get_2", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dependency_of_a_retry_is_the_one_that_the_method_depends_on()
    {
        const string Code = "partial class A { [Retry, Idempotent, DependsOn(\"inventory\")] public partial Task GetAsync(); Task GetAsyncCore() => Task.CompletedTask; }";
        Assert.Contains("Dependency = \"inventory\"", Project.WithFailover(Code).Generate().Text, StringComparison.Ordinal);
        Assert.Contains("Dependency = null", Project.WithFailover(Code.Replace("(\"inventory\")", "(\"inventory\"), DependsOn(\"prices\")", StringComparison.Ordinal)).Generate().Text, StringComparison.Ordinal);
    }
}
