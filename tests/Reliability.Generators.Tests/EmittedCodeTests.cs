using Microsoft.CodeAnalysis;

namespace Reliability.Generators.Tests;

/// <summary>Whatever is declared, what is emitted around it compiles, and no warning points into a file that nobody wrote.</summary>
public class EmittedCodeTests
{
    private const string OwnTask =
        """
        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(OwnBuilder<>))]
        public readonly struct Own<T>(ValueTask<T> task) { public System.Runtime.CompilerServices.ValueTaskAwaiter<T> GetAwaiter() => task.GetAwaiter(); }
        public struct OwnBuilder<T>
        {
            private System.Runtime.CompilerServices.AsyncValueTaskMethodBuilder<T> _b;
            public static OwnBuilder<T> Create() => default;
            public Own<T> Task => new(_b.Task);
            public void Start<S>(ref S s) where S : System.Runtime.CompilerServices.IAsyncStateMachine => _b.Start(ref s);
            public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine s) => _b.SetStateMachine(s);
            public void SetResult(T r) => _b.SetResult(r);
            public void SetException(Exception e) => _b.SetException(e);
            public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.INotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine => _b.AwaitOnCompleted(ref a, ref s);
            public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine => _b.AwaitUnsafeOnCompleted(ref a, ref s);
        }
        """;

    public static TheoryData<string, string> Members => new()
    {
        { "void", "[Slo(99)] public partial void M(); void MCore() { }" },
        { "value", "[Slo(99)] public partial int M(); int MCore() => 1;" },
        { "Task", "[Slo(99)] public partial Task M(); Task MCore() => Task.CompletedTask;" },
        { "Task of T", "[Slo(99)] public partial Task<int> M(CancellationToken token); async Task<int> MCore(CancellationToken token) { await Task.Delay(1, token); return 1; }" },
        { "ValueTask", "[Slo(99)] public partial ValueTask M(); ValueTask MCore() => default;" },
        { "ValueTask of T", "[Slo(99)] public partial ValueTask<int> M(CancellationToken token = default); ValueTask<int> MCore(CancellationToken token) => new(1);" },
        { "static", "[Slo(99)] public static partial int M(); static int MCore() => 1;" },
        { "static core", "[Slo(99)] public partial int M(); static int MCore() => 1;" },
        { "private", "[Slo(99)] private partial int M(); int MCore() => 1; public int Use() => M();" },
        { "no access", "[Slo(99)] partial void M(); void MCore() { } public void Use() => M();" },
        { "virtual", "[Slo(99)] protected virtual partial int M(); int MCore() => 1;" },
        { "override", "[Slo(99)] public override partial string ToString(); string ToStringCore() => \"\";" },
        { "new", "[Slo(99)] public new partial int GetHashCode(); int GetHashCodeCore() => 1;" },
        { "unsafe", "[Slo(99)] public unsafe partial int M(int* p); unsafe int MCore(int* p) => *p;" },
        { "generic with constraints", "[Slo(99)] public partial T M<T, U, V, W>(T t, U u, V v, W? w) where T : class, IDisposable, new() where U : struct, Enum where V : notnull where W : class?; T MCore<T, U, V, W>(T t, U u, V v, W? w) where T : class, IDisposable, new() where U : struct, Enum where V : notnull where W : class? => t;" },
        { "generic unmanaged", "[Slo(99)] public partial T? M<T, U>(T? t, U u) where U : unmanaged; T? MCore<T, U>(T? t, U u) where U : unmanaged => t;" },
        { "generic nullable interface", "[Slo(99)] public partial void M<T>(T t) where T : IComparable<T>?; void MCore<T>(T t) where T : IComparable<T>? { }" },
        { "ref, out and in", "[Slo(99)] public partial bool M(ref int a, out int b, in int c, ref readonly int d); bool MCore(ref int a, out int b, in int c, ref readonly int d) { b = c; return true; }" },
        { "out of a void", "[Slo(99)] public partial void M(out string a); void MCore(out string a) => a = \"\";" },
        { "out with flow", "[Slo(99)] public partial bool Try([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? a); bool TryCore([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? a) { a = null; return false; }" },
        { "return with flow", "[Slo(99)] [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(a))] public partial string? M(string? a); [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(a))] string? MCore(string? a) => a;" },
        { "params", "[Slo(99)] public partial int M(params string?[] all); int MCore(params string?[] all) => all.Length;" },
        { "defaults", "[Slo(99)] public partial int M(int a = 1, string? b = null, CancellationToken c = default); int MCore(int a, string? b, CancellationToken c) => a;" },
        { "caller info", "[Slo(99)] public partial int M([System.Runtime.CompilerServices.CallerLineNumber] int a = 0); int MCore(int a) => a;" },
        { "keywords", "[Slo(99)] public partial int @event(int @class, int @params, CancellationToken @default); int eventCore(int @class, int @params, CancellationToken @default) => @class;" },
        { "parameters named like the emitted locals", "[Slo(99)] public partial int M(int __call, int __result, int ___exception); int MCore(int __call, int __result, int ___exception) => __call;" },
        { "contextual keywords", "[Slo(99)] public partial int await(int value, int var, int async, int field); int awaitCore(int value, int var, int async, int field) => value;" },
        { "nullable annotations", "[Slo(99)] public partial Task<string?> M(string? a, System.Collections.Generic.List<string?>? b, (int? x, string? y) c); Task<string?> MCore(string? a, System.Collections.Generic.List<string?>? b, (int? x, string? y) c) => Task.FromResult(a);" },
        { "tuples", "[Slo(99)] public partial (int a, string? b) M((int c, string d) e); (int a, string? b) MCore((int c, string d) e) => e;" },
        { "dynamic", "[Slo(99)] public partial dynamic M(dynamic a, nint b, nuint c); dynamic MCore(dynamic a, nint b, nuint c) => a;" },
        { "spans", "[Slo(99)] public partial ReadOnlySpan<char> M(ReadOnlySpan<char> a, scoped Span<char> b); ReadOnlySpan<char> MCore(ReadOnlySpan<char> a, scoped Span<char> b) => a;" },
        { "delegates", "[Slo(99)] public partial void M(Func<Task<int?>, string?>? f); void MCore(Func<Task<int?>, string?>? f) { }" },
        { "arrays", "[Slo(99)] public partial int[]?[,] M(string?[][] a); int[]?[,] MCore(string?[][] a) => new int[]?[0, 0];" },
        { "obsolete parameter", "[Obsolete] public class Old; [Slo(99), Obsolete] public partial void M(Old o); [Obsolete] void MCore(Old o) { }" },
        { "obsolete with a message", "[Obsolete(\"old\")] public class Old; [Slo(99), Obsolete(\"old\")] public partial Old? M(); [Obsolete(\"old\")] Old? MCore() => null;" },
        { "obsolete core", "[Slo(99)] public partial void M(); [Obsolete(\"call M\")] void MCore() { }" },
        { "[DebuggerStepThrough]", "[Slo(99), System.Diagnostics.DebuggerStepThrough] public partial void M(); void MCore() { }" },
        { "[ExcludeFromCodeCoverage]", "[Slo(99), System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage] public partial void M(); void MCore() { }" },
        { "[StackTraceHidden]", "[Slo(99), System.Diagnostics.StackTraceHidden] public partial void M(); void MCore() { }" },
        { "[GeneratedCode]", "[Slo(99), System.CodeDom.Compiler.GeneratedCode(\"mine\", \"1\")] public partial void M(); void MCore() { }" },
        { "all of these", "[Slo(99), System.CodeDom.Compiler.GeneratedCode(\"mine\", \"1\"), System.Diagnostics.StackTraceHidden, System.Diagnostics.DebuggerStepThrough, System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage] public partial void M(); void MCore() { }" },
        { "pragma at the attribute", "\n#pragma warning disable CS0618\n [Obsolete(\"x\")] public class Old;\n [Slo(99)]\n public partial void M(Old o);\n void MCore(Old o) { }\n#pragma warning restore CS0618\n" },
        { "reference", "int _x; [Slo(99)] public partial ref int M(); ref int MCore() => ref _x;" },
        { "readonly reference", "int _x; [Slo(99)] public partial ref readonly int M(in int a); ref readonly int MCore(in int a) => ref _x;" },
        { "reference to an argument", "[Slo(99)] public partial ref T M<T>(ref T a, CancellationToken c); ref T MCore<T>(ref T a, CancellationToken c) => ref a;" },
        { "stream", "[Slo(99)] public partial System.Collections.Generic.IAsyncEnumerable<string?> M(int count, CancellationToken token = default); async System.Collections.Generic.IAsyncEnumerable<string?> MCore(int count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token) { await Task.Delay(1, token); yield return null; }" },
        { "stream that is handed on", "[Slo(99)] public partial System.Collections.Generic.IAsyncEnumerable<T> M<T>(System.Collections.Generic.IAsyncEnumerable<T> all); System.Collections.Generic.IAsyncEnumerable<T> MCore<T>(System.Collections.Generic.IAsyncEnumerable<T> all) => all;" },
        { "enumerator of a stream", "[Slo(99)] public partial System.Collections.Generic.IAsyncEnumerator<int> M(); async System.Collections.Generic.IAsyncEnumerator<int> MCore() { await Task.Yield(); yield return 1; }" },
        { "iterator", "[Slo(99)] public partial System.Collections.Generic.IEnumerable<int?> M(int count); System.Collections.Generic.IEnumerable<int?> MCore(int count) { yield return count; }" },
        { "enumerator", "[Slo(99)] public partial System.Collections.Generic.IEnumerator<int> M(); System.Collections.Generic.IEnumerator<int> MCore() { yield return 1; }" },
        { "task-like type of one's own", OwnTask + "[Slo(99)] public partial Own<int> M(int a, CancellationToken token); async Own<int> MCore(int a, CancellationToken token) { await Task.Yield(); return a; }" },
        { "task-like type of one's own, judged", OwnTask + "[Slo(99, Good = nameof(IsGood))] public partial Own<int> M(); async Own<int> MCore() { await Task.Yield(); return 1; } static bool IsGood(int result) => result > 0;" },
        { "judge", "[Slo(99, Good = nameof(IsGood))] public partial int M(); int MCore() => 1; private static bool IsGood(int result) => result > 0;" },
        { "judge of a reference", "int _x; [Slo(99, Good = nameof(IsGood))] public partial ref int M(); ref int MCore() => ref _x; private static bool IsGood(int result) => result > 0;" },
        { "judge of a task", "[Slo(99, Good = nameof(IsGood))] public partial Task<string?> M(); Task<string?> MCore() => Task.FromResult<string?>(null); static bool IsGood(string? result) => result is not null;" },
        { "judge of a value task, by a base", "[Slo(99, Good = nameof(IsGood))] public partial ValueTask<ArgumentException> M(CancellationToken token); ValueTask<ArgumentException> MCore(CancellationToken token) => new(new ArgumentException()); static bool IsGood(Exception result) => true;" },
        { "overloaded judge", "[Slo(99, Good = nameof(IsGood))] public partial int M(); int MCore() => 1; static bool IsGood(string result) => false; static bool IsGood(int result) => true;" },
        { "overloads", "[Slo(99, Name = \"a\")] public partial void M(int a); void MCore(int a) { } [Slo(99, Name = \"b\")] public partial void M(string a); void MCore(string a) { } void MCore(object a) { }" },
        { "profile", "[Availability(99.9), Latency(99.5, Milliseconds = 0.1)] public sealed class P : SloProfile; [Slo<P>(Exclude = [typeof(TimeoutException)], Runbook = \"a\\\"b\")] public partial void M(); void MCore() { }" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_compiles_without_warnings(string member, string text)
    {
        Assert.NotEmpty(member);
        var generated = Project.Of("partial class Base { }\nnamespace Shop { internal partial class Orders : Base { " + text + " } }").Generate();
        None(generated.Complaints);
        Assert.Contains("OperationSite.Enabled", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_compiles_without_a_runtime(string member, string text)
    {
        Assert.NotEmpty(member);
        var generated = Project.Of("namespace Shop { internal partial class Orders { " + text + " } }").WithoutRuntime().Generate();
        None(generated.Complaints);
        Assert.DoesNotContain(".Site", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_compiles_where_nullable_is_off(string member, string text)
    {
        Assert.NotEmpty(member);
        var project = Project.Of("#pragma warning disable CS8632\nnamespace Shop { internal partial class Orders { " + text + " } }");
        None((project with { Nullable = NullableContextOptions.Disable }).Generate().Complaints.Where(IsEmitted));
    }

    public static TheoryData<string, string> Types => new()
    {
        { "global namespace", "partial class C { BODY }" },
        { "public", "/// <summary>C.</summary>\npublic partial class C { /// <summary>M.</summary>\nBODY }" },
        { "file-scoped namespace", "namespace A.B.C; partial class D { BODY }" },
        { "keyword namespace", "namespace @namespace.@class { partial class @event { BODY } }" },
        { "static class", "static partial class C { STATIC }" },
        { "extension", "static partial class C { [Slo(99)] public static partial int M(this string a, ref int b); static int MCore(this string a, ref int b) => b; }" },
        { "extension of a reference", "static partial class C { [Slo(99)] public static partial int M(this in DateTime a); static int MCore(this in DateTime a) => a.Day; }" },
        { "sealed", "sealed partial class C { BODY }" },
        { "abstract", "abstract partial class C { BODY }" },
        { "struct", "partial struct S { BODY }" },
        { "readonly struct", "readonly partial struct S { BODY }" },
        { "ref struct", "ref partial struct S { BODY }" },
        { "record", "partial record R(int X) { BODY }" },
        { "record struct", "readonly partial record struct R(int X) { BODY }" },
        { "interface", "partial interface I { STATIC }" },
        { "nested", "partial class A { private partial struct B { internal partial record C { BODY } } }" },
        { "generic", "partial class C<T, @in> where T : class, IDisposable { public partial class D<U> where U : struct { BODY } }" },
        { "variant", "partial interface I<in T, out U> { STATIC }" },
        { "primary constructor", "partial class C(int x) { public int X => x; BODY }" },
        { "user namespace ends in Reliability", "namespace Acme.Reliability { partial class C { BODY } }" },
        { "user namespace ends in System", "namespace Acme.System { class Exception; partial class C { BODY } }" },
        { "user namespace is ours", "namespace Reliability.Generated { class Operations; partial class C { BODY } }" },
        { "type called System", "partial class C { class System; class Threading; class Exception; BODY }" },
        { "type called Reliability", "partial class C { class Reliability; class Operations; class OperationSite; BODY }" },
        { "global type called Operations", "class Operations; class Registration; partial class C { BODY }" },
        { "two types that differ in case", "partial class Order { BODY } partial class order { [Slo(99, Name = \"other\")] public partial int M(); int MCore() => 1; }" },
        { "types that differ in punctuation", "partial class A { public partial class B { BODY } } partial class A_B { [Slo(99, Name = \"other\")] public partial int M(); int MCore() => 1; } namespace A2 { } " },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_compiles_without_warnings(string type, string text)
    {
        Assert.NotEmpty(type);
        var generated = Project.Of("#pragma warning disable CS8981 // the name is the subject\n" + text
            .Replace("BODY", "[Slo(99)] public partial int M(); int MCore() => 1;", StringComparison.Ordinal)
            .Replace("STATIC", "[Slo(99)] public static partial int M(); static int MCore() => 1;", StringComparison.Ordinal)).Generate();
        None(generated.Complaints);
        Assert.Contains(".Site.Start();", generated.Text, StringComparison.Ordinal);
    }

    public static TheoryData<string> HostileNames =>
    [
        "\"", "\\", "a\nb", "a\r\nb", "a\tb", "{{ .Labels.x }}", "</summary>", "*/", "//", "a\u2028b", "a\u0085b", "\ud83d", "\udc00", "\ud83d\ude80", "\ufeff", "\0",
        "Operations", "Equals", "GetType", "Finalize", "Site", "site", "System", "Reliability", "__service", "Registration", "class", "void",
        "!!!", "1st", "42", "ÜberGröße", "注文", "e\u0301", "a\u200db", "\u01c5", "MemberwiseClone", "ReferenceEquals", "ToString", "global", "@", "_",
    ];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_name_compiles_without_warnings_whatever_it_is(string name)
    {
        var generated = Project.Of($"partial class C {{ [Slo(99, Name = {Emit.Literals.Of(name)}, Runbook = {Emit.Literals.Of(name)}), Owner({Emit.Literals.Of("o" + name)}, Chat = {Emit.Literals.Of(name)})] public partial int M(); int MCore() => 1; }}").Generate();
        None(generated.Complaints);
        Assert.Contains("Name = " + Emit.Literals.Of(name) + ",", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System")]
    [InlineData("1.2")]
    [InlineData("Operations")]
    [InlineData("Registration")]
    [InlineData("a-b c")]
    [InlineData("Reliability.Generated")]
    [InlineData("Shop.Ünder")]
    public void An_assembly_compiles_whatever_its_name_is(string name) =>
        None((Project.Of("partial class C { [Slo(99)] public partial int M(); int MCore() => 1; }") with { Name = name }).Generate().Complaints);

    public static TheoryData<string, string> Endpoints => new()
    {
        { "controller", "using Microsoft.AspNetCore.Mvc; /** <summary>x</summary> */ [Slo(99)] public class OrdersController : ControllerBase { }" },
        { "action", "using Microsoft.AspNetCore.Mvc; class OrdersController : ControllerBase { [Slo(99)] public int Get() => 1; }" },
        { "lambda", "using Microsoft.AspNetCore.Builder; static class P { static void Main2(WebApplication app) => app.MapGet(\"/orders/{id}\", [Slo(99)] (int id) => id); }" },
        { "local function", "using Microsoft.AspNetCore.Builder; static class P { static void Main2(WebApplication app) { app.MapGet(\"/\", Get); [Slo(99)] static int Get() => 1; } }" },
        { "method", "static class P { [Slo(99)] static int Get() => 1; }" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_gets_a_site(string endpoint, string text)
    {
        Assert.NotEmpty(endpoint);
        var generated = Project.WithEndpoints(text).Generate();
        None(generated.Complaints);
        Assert.Contains(".At(", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.MapGet(\"/a\", [Slo(99)] () => 1); app.MapGet(\"/b\", [Slo(99)] () => 2);", false)]
    [InlineData("app.MapGet(\"/a\", [Slo(99)] () => 1);\napp.MapGet(\"/b\", [Slo(99)] () => 2);", true)]
    public void Endpoints_that_look_the_same_at_run_time_are_both_left_out(string calls, bool areMeasured) => Assert.Equal(
        areMeasured,
        Project.WithEndpoints("using Microsoft.AspNetCore.Builder; static class P { static void Main2(WebApplication app) { " + calls + " } }")
            .Generate().Text.Contains(".At(", StringComparison.Ordinal));

    public static TheoryData<string, string> Invalid => new()
    {
        { "no core", "partial class C { [Slo(99)] public partial int M(); }" },
        { "no core, out", "partial class C { [Slo(99)] public partial void M(out int x); }" },
        { "core of another shape", "partial class C { [Slo(99)] public partial int M(int a); int MCore(string a) => 1; }" },
        { "core of another result", "partial class C { [Slo(99)] public partial int M(); string MCore() => \"\"; }" },
        { "instance core of a static method", "partial class C { [Slo(99)] public static partial int M(); int MCore() => 1; }" },
        { "a ratio for a target", "partial class C { [Slo(0.999)] public partial int M(); int MCore() => 1; }" },
        { "a target without budget", "partial class C { [Slo(100)] public partial int M(); int MCore() => 1; }" },
        { "not a number", "partial class C { [Slo(double.NaN)] public partial int M(); int MCore() => 1; }" },
        { "latency without a threshold", "partial class C { [Slo(99, LatencyTarget = 99)] public partial void M(); void MCore() { } }" },
        { "an empty profile", "class P : SloProfile; partial class C { [Slo<P>] public partial void M(); void MCore() { } }" },
        { "an empty name", "partial class C { [Slo(99, Name = \" \")] public partial void M(); void MCore() { } }" },
        { "two of one name", "partial class C { [Slo(99)] public partial void M(); void MCore() { } [Slo(99)] public partial void M(int a); void MCore(int a) { } }" },
        { "two promises for one method", "class P : SloProfile; partial class C { [Slo(99), Slo<P>] public partial void M(); void MCore() { } }" },
        { "two promises of two names for one method", "[Availability(99)] class P : SloProfile; partial class C { [Slo(99, Name = \"a\"), Slo<P>(Name = \"b\")] public partial void M(); void MCore() { } }" },
        { "method of an interface", "interface I { [Slo(99)] void M(); }" },
        { "partial method of an interface", "partial interface I { [Slo(99)] public partial void M(); }" },
        { "finalizer", "class C { [Slo(99)] ~C() { } }" },
        { "abstract method", "abstract class C { [Slo(99)] public abstract void M(); }" },
        { "accessor", "class C { int P { [Slo(99)] get => 1; } }" },
        { "operator", "class C { [Slo(99)] public static C operator +(C a, C b) => a; }" },
        { "class", "[Slo(99)] class C;" },
        { "ordinary method", "class C { [Slo(99)] public int M() => 1; }" },
        { "implemented partial method", "partial class C { [Slo(99)] public partial int M(); public partial int M() => 1; }" },
        { "local function", "class C { void F() { L(); [Slo(99)] void L() { } } }" },
        { "lambda", "class C { Func<int> F() => [Slo(99)] () => 1; }" },
        { "class that is a stream", "class S : System.Collections.Generic.IAsyncEnumerable<int> { public System.Collections.Generic.IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken t) => null!; } partial class C { [Slo(99)] public partial S M(); S MCore() => new(); }" },
        { "awaitable without a builder", "partial class C { [Slo(99)] public partial System.Runtime.CompilerServices.YieldAwaitable M(); System.Runtime.CompilerServices.YieldAwaitable MCore() => Task.Yield(); }" },
        { "iterator without a type", "partial class C { [Slo(99)] public partial System.Collections.IEnumerable M(); System.Collections.IEnumerable MCore() { yield return 1; } }" },
        { "no such judge", "partial class C { [Slo(99, Good = \"IsGood\")] public partial int M(); int MCore() => 1; }" },
        { "judge of another type", "partial class C { [Slo(99, Good = nameof(IsGood))] public partial int M(); int MCore() => 1; static bool IsGood(string a) => true; }" },
        { "judge that is no static method", "partial class C { [Slo(99, Good = nameof(IsGood))] public partial int M(); int MCore() => 1; bool IsGood(int a) => true; }" },
        { "judge that does not judge", "partial class C { [Slo(99, Good = nameof(IsGood))] public partial int M(); int MCore() => 1; static int IsGood(int a) => a; }" },
        { "judge of a span", "partial class C { [Slo(99, Good = nameof(IsGood))] public partial ReadOnlySpan<int> M(); ReadOnlySpan<int> MCore() => default; static bool IsGood(ReadOnlySpan<int> result) => result.Length > 0; }" },
        { "judge of nothing", "partial class C { [Slo(99, Good = nameof(IsGood))] public partial Task M(); Task MCore() => Task.CompletedTask; static bool IsGood(Task a) => true; }" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_declaration_compiles(string declaration, string text)
    {
        Assert.NotEmpty(declaration);
        var generated = Project.Of(text).Generate();
        Assert.Null(generated.Exception);
        None(generated.Complaints.Where(complaint => complaint.Contains(": error ", StringComparison.Ordinal)));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "owner that is not partial", "class C { [Slo(99)] public partial int M(); int MCore() => 1; }" },
        { "file-local owner", "file partial class C { [Slo(99)] public partial int M(); int MCore() => 1; }" },
        { "unknown type", "partial class C { [Slo(99)] public partial Missing M(Missing a); Missing MCore(Missing a) => a; }" },
        { "unknown profile", "partial class C { [Slo<Missing>] public partial int M(); int MCore() => 1; }" },
        { "profile that is none", "partial class C { [Slo<string>] public partial int M(); int MCore() => 1; }" },
        { "no argument", "partial class C { [Slo] public partial int M(); int MCore() => 1; }" },
        { "no value", "partial class C { [Slo(99, Name = )] public partial int M(); int MCore() => 1; }" },
        { "half a method", "partial class C { [Slo(99)] public partial int M( }" },
        { "twice", "partial class C { [Slo(99), Slo(98)] public partial int M(); int MCore() => 1; }" },
        { "null exclusions", "partial class C { [Slo(99, Exclude = null)] public partial int M(); int MCore() => missing; }" },
        { "unknown exclusion", "partial class C { [Slo(99, Exclude = [typeof(Missing)])] public partial int M(); int MCore() => 1; }" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_code_gets_no_error_but_its_own(string code, string text)
    {
        Assert.NotEmpty(code);
        var generated = Project.Of(text).Generate();
        Assert.Null(generated.Exception);
        None(generated.Complaints.Where(complaint => IsEmitted(complaint) && !complaint.Contains("CS0246", StringComparison.Ordinal)));
    }

    private static void None(IEnumerable<string> complaints) => Assert.True(!complaints.Any(), string.Join("\n", complaints));

    private static bool IsEmitted(string complaint) => complaint.Contains(".g.cs(", StringComparison.Ordinal);
}
