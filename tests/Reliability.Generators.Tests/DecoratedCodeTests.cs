using Microsoft.CodeAnalysis;

namespace Reliability.Generators.Tests;

/// <summary>Whatever an interface declares, the class that stands before it implements all of it, compiles, and gives no
/// warning.</summary>
public class DecoratedCodeTests
{
    private const string Usings = "using System.Collections.Generic; using System.Diagnostics.CodeAnalysis;\n";

    public static TheoryData<string, string> Members => new()
    {
        { "void", "[Slo(99)] void M();" },
        { "value", "[Slo(99)] int M(int a);" },
        { "Task", "[Slo(99)] Task M(CancellationToken token = default);" },
        { "Task of T", "[Slo(99)] Task<string?> MAsync(string? a, CancellationToken token);" },
        { "ValueTask", "[Slo(99)] ValueTask M();" },
        { "ValueTask of T", "[Slo(99)] ValueTask<int> M();" },
        { "stream", "[Slo(99)] IAsyncEnumerable<int> M(CancellationToken token);" },
        { "enumerator", "[Slo(99)] IAsyncEnumerator<int> M(CancellationToken token);" },
        { "span", "[Slo(99)] ReadOnlySpan<char> M(ReadOnlySpan<char> a, scoped Span<char> b);" },
        { "generic", "[Slo(99)] T M<T>(T t);" },
        { "generic with constraints", "[Slo(99)] T M<T, U, V, W, X>(T? t, U? u, V v, W? w, X? x) where T : class, IDisposable, new() where U : struct, Enum where V : notnull where W : class? where X : Exception;" },
        { "generic nullable", "[Slo(99)] T? M<T, U>(T? t, U? u, List<T?> all) where U : unmanaged;" },
        { "generic Task", "[Slo(99)] Task<T?> M<T>(CancellationToken token) where T : notnull;" },
        { "ref, out and in", "[Slo(99)] bool M(ref int a, out int b, in int c, ref readonly int d, scoped ref int e);" },
        { "unscoped", "[Slo(99)] ref int M([UnscopedRef] out int a);" },
        { "reference", "[Slo(99)] ref int M();" },
        { "readonly reference", "[Slo(99)] ref readonly int M(in int a);" },
        { "params", "[Slo(99)] int M(params string?[] all);" },
        { "params and one like it", "[Slo(99)] int M(params int[] all); int M(int one);" },
        { "defaults", "[Slo(99)] int M(int a = 1, string? b = null, DateTime c = default);" },
        { "caller info", "[Slo(99)] int M([System.Runtime.CompilerServices.CallerLineNumber] int a = 0);" },
        { "flow", "[Slo(99)] bool M([NotNullWhen(true)] out string? a, [DisallowNull] string? b); [return: NotNullIfNotNull(nameof(a))] string? N(string? a); [MaybeNull] string P { get; [param: AllowNull] set; }" },
        { "tuples", "[Slo(99)] (int a, string? b) M((int c, string d) e);" },
        { "dynamic", "[Slo(99)] dynamic M(dynamic a, List<dynamic> b);" },
        { "keywords", "[Slo(99)] int @event(int @class, int @params, CancellationToken @default); int @int { get; } event Action @void;" },
        { "names of ours", "[Slo(99)] int Of(int __call, int _inner, int inner, int __result); int Inner { get; }" },
        { "in beside a value", "[Slo(99)] int M(in int a); int M(int a); int M(object a); int M<T>(T a);" },
        { "property", "[Slo(99)] void M(); string? P { get; set; } int Q { get; } int R { set; } int S { get; init; }" },
        { "reference property", "[Slo(99)] void M(); ref int P { get; } ref readonly int Q { get; }" },
        { "indexer", "[Slo(99)] void M(); int this[int i] { get; set; } string? this[string a, in int b] { get; } ref int this[long x] { get; }" },
        { "event", "[Slo(99)] void M(); event EventHandler? E; event Action<string?> F;" },
        { "default method", "[Slo(99)] void M(); int N() => 1; int P => 2; event Action E { add { } remove { } }" },
        { "promise of a default method", "[Slo(99)] int M() => 1;" },
        { "sealed and private methods", "[Slo(99)] void M(); sealed int N() => P(); private int P() => 1; static int S() => 2; protected int Q() => 3;" },
        { "static virtual method", "[Slo(99)] void M(); static virtual int N() => 1;" },
        { "obsolete", "[Slo(99)] void M(); [Obsolete] void N(); [Obsolete(\"no\")] int P { get; set; } int Q { [Obsolete] get; } [Obsolete] event Action E;" },
        { "obsolete for good", "[Slo(99)] [Obsolete(\"no\", true)] void M(); [Obsolete(\"no\", true)] void N(); [Obsolete(\"no\", true)] int P { get; set; } [Obsolete(\"no\", true)] event Action E;" },
        { "pointers", "[Slo(99)] unsafe int* M(int* a, delegate*<int, void> f); unsafe int* P { get; }" },
        { "nested types", "[Slo(99)] Nested M(Nested a); class Nested;" },
        { "Good", "[Slo(99, Good = nameof(IsGood))] int M(); static bool IsGood(int result) => result > 0;" },
        { "awaitable", "[Slo(99)] Mine M(); [Slo(99, Name = \"of-result\")] MineOf<int> N(int __task);" },
        { "overloads", "[Slo(99, Name = \"a\")] void M(int a); [Slo(99, Name = \"b\")] void M(string a); void M(object a);" },
    };

    private const string Awaitables = """

        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(MineBuilder))] internal class Mine { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }
        internal struct MineBuilder { public static MineBuilder Create() => default; public Mine Task => null!; public void SetResult() { } public void SetException(Exception e) { } public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine s) { } public void Start<S>(ref S s) where S : System.Runtime.CompilerServices.IAsyncStateMachine { } public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.INotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { } public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { } }
        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(MineBuilder<>))] internal class MineOf<T> { public System.Runtime.CompilerServices.TaskAwaiter<T> GetAwaiter() => default; }
        internal struct MineBuilder<T> { public static MineBuilder<T> Create() => default; public MineOf<T> Task => null!; public void SetResult(T t) { } public void SetException(Exception e) { } public void SetStateMachine(System.Runtime.CompilerServices.IAsyncStateMachine s) { } public void Start<S>(ref S s) where S : System.Runtime.CompilerServices.IAsyncStateMachine { } public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.INotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { } public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : System.Runtime.CompilerServices.ICriticalNotifyCompletion where S : System.Runtime.CompilerServices.IAsyncStateMachine { } }
        """;

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_compiles_without_warnings(string member, string text)
    {
        Assert.NotEmpty(member);
        Measured(Usings + "internal interface IShop { " + text + " }" + Awaitables);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_of_a_generic_interface_compiles_without_warnings(string member, string text)
    {
        Assert.NotEmpty(member);
        Measured(Usings + "namespace Shop { internal interface IShop<TKey, TItem> where TKey : struct where TItem : class, IComparable<TItem?>, new() { " + text + " } }" + Awaitables);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_that_is_inherited_compiles_without_warnings(string member, string text)
    {
        Assert.NotEmpty(member);
        Measured(Usings + "internal interface IBase<TBase> { " + text.Replace("[Slo(99)]", "", StringComparison.Ordinal) + " } internal interface IShop : IBase<int>, IBase<string?> { [Slo(98, Name = \"own\")] void Own(); }" + Awaitables);
    }

    public static TheoryData<string, string> Interfaces => new()
    {
        { "public", "/// <summary>I.</summary>\npublic interface I { /// <summary>M.</summary>\n[Slo(99)] void M(); }" },
        { "namespace", "namespace A.@class { interface I { [Slo(99)] void M(); } }" },
        { "nested", "static class Outer { internal interface I { [Slo(99)] void M(); } }" },
        { "promise of the interface", "[Slo(99)] interface I { void M(); int N(); Task O(); int P { get; set; } }" },
        { "promise of both", "[Slo(99)] interface I { void M(); [Slo(99)] int N(); }" },
        { "promise of what is inherited", "[Slo(99)] interface I : IBase; interface IBase { void M(); }" },
        { "variant", "interface I<in T, out U> { [Slo(99)] U M(T t); }" },
        { "generic with constraints", "interface I<T, U, V> where T : class?, IDisposable? where U : unmanaged where V : notnull { [Slo(99)] V M(T? t, U? u); }" },
        { "two arities", "interface I { [Slo(99)] void M(); } interface I<T> { [Slo(99)] void N(); }" },
        { "two that differ in case", "interface IA { [Slo(99)] void M(); } interface Ia { [Slo(99)] void N(); }" },
        { "two that differ in punctuation", "interface A_B { [Slo(99)] void M(); } namespace A { interface B { [Slo(99)] void N(); interface C { [Slo(99)] void O(); } } }" },
        { "disposable", "interface I : IDisposable { [Slo(99)] void M(); }" },
        { "disposable later", "interface I : IAsyncDisposable { [Slo(99)] void M(); }" },
        { "disposable in both ways", "interface I : IDisposable, IAsyncDisposable { [Slo(99)] void M(); }" },
        { "enumerable", "[Slo(99)] interface I<T> : System.Collections.Generic.IReadOnlyDictionary<int, T>, ICloneable { void M(); }" },
        { "hidden", "interface IBase { int M(); int P { get; } } interface I : IBase { [Slo(99)] new string M(); new int P { get; set; } }" },
        { "diamond", "interface I0 { int M() => 0; } interface I1 : I0 { int I0.M() => 1; } interface I2 : I0 { int I0.M() => 2; } interface I : I1, I2 { [Slo(99)] void N(); int I0.M() => 3; }" },
        { "abstract again", "interface I0 { int M() => 0; } interface I : I0 { [Slo(99)] void N(); abstract int I0.M(); }" },
        { "inherits one with a decorator", "interface IBase<T> { [Slo(99)] T M(); } interface I : IBase<int>, IBase<string?> { [Slo(99)] void N(); }" },
        { "inherits one with a decorator for all", "interface I0 { void M(); } [Slo(99)] interface I1<T> : I0 { T N(); } interface I<T> : I1<System.Collections.Generic.List<T>> { [Slo(99)] void O(); }" },
        { "type parameter that is hidden", "#pragma warning disable CS0693\n interface IBase<U> { T M<T>(T t, U u); } interface I<T> : IBase<T> { [Slo(99, Good = nameof(IsGood))] T N<T>(T t); [Slo(99)] T O(); static bool IsGood<T>(T t) => true; }" },
        { "obsolete", "[Obsolete] interface I { [Slo(99)] void M(); }" },
        { "obsolete for good", "[Obsolete(\"no\", true)] interface I<T> { [Slo(99)] void M(); }\n[Obsolete(\"no\", true)] interface I { [Slo(99)] void N(); }" },
        { "partial", "partial interface I { [Slo(99)] void M(); } partial interface I { [Slo(99)] void N(); }" },
        { "called like ours", "namespace Reliability { interface IOperationDecorator2 { [Slo(99)] void M(); } } class Registration; class Operations; interface Decorator { [Slo(99)] void N(); }" },
        { "nullable off", "#nullable disable\n interface I { [Slo(99)] string M(string a); string P { get; set; } event EventHandler E; }" },
        { "promise that cannot be kept", "interface I { [Slo(99)] void M(); [Slo(0.5)] void N(); [Slo(99, Name = \"m\")] void O(); [Slo(99)] void P(); }" },
    };

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void An_interface_compiles_without_warnings(string type, string text)
    {
        Assert.NotEmpty(type);
        Measured("#pragma warning disable CS8981 // the name is the subject\n" + text);
    }

    public static TheoryData<string, string> NotDecorable => new()
    {
        { "static abstract member", "interface I { [Slo(99)] void M(); static abstract int N(); }" },
        { "static abstract member that is inherited", "interface IBase<T> where T : IBase<T> { static abstract int N(); } interface I<T> : IBase<T> where T : IBase<T> { [Slo(99)] void M(); }" },
        { "private", "class C { private interface I { [Slo(99)] void M(); } }" },
        { "in a generic type", "class C<T> { internal interface I { [Slo(99)] void M(); } }" },
        { "file-local", "file interface I { [Slo(99)] void M(); }" },
        { "protected member", "interface I { [Slo(99)] void M(); protected void N(); }" },
        { "nothing to count", "[Slo(99)] interface I { int P { get; } }" },
        { "nothing to count but plumbing", "[Slo(99)] interface I : IDisposable, System.Collections.Generic.IEnumerable<int>;" },
        { "static method", "interface I { [Slo(99)] static void M() { } }" },
    };

    [Theory]
    [MemberData(nameof(NotDecorable))]
    public void An_interface_that_cannot_be_decorated_compiles(string type, string text)
    {
        Assert.NotEmpty(type);
        var generated = Project.Of(text).Generate();
        None(generated.Complaints);
        Assert.DoesNotContain("_Decorator", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_compiles_without_a_runtime()
    {
        var generated = Project.Of("interface I { [Slo(99)] void M(); }").WithoutRuntime().Generate();
        None(generated.Complaints);
        Assert.DoesNotContain("_Decorator", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_of_another_assembly_is_implemented_with_what_is_said_there()
    {
        var other = new Project().With("/a.cs", "#pragma warning disable CS8981\nusing System; public interface IOther { object? M(string? a, params int[] b); [Obsolete(\"no\", true)] int P { get; set; } internal int Hidden() => 1; event Action E; }");
        var generated = Project.Of("interface I : IOther { [Slo(99)] void N(); }").Referring(other.Compile().ToMetadataReference()).Generate();
        None(generated.Complaints);
        Assert.DoesNotContain("_Decorator", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_public_decorator_of_a_library_is_built_upon()
    {
        var library = Project.Of("public interface IBase<T> { [Slo(99)] T M(); }");
        var generated = Project.Of("interface I : IBase<int> { [Slo(99)] void N(); }").Referring(MetadataReference.CreateFromImage(Loaded.Image(library))).Generate();
        None(generated.Complaints);
        Assert.Contains($"global::{library.Namespace}.IBase_Decorator<int>.Of(inner)", generated.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_promise_of_an_interface_that_covers_nothing_is_none()
    {
        var generated = Project.Of("[Slo(99)] interface I : IBase, IAll; interface IBase { [Slo(99)] void M(); } [Slo(99)] interface IAll { void N(); }").Generate();
        None(generated.Complaints);
        Assert.DoesNotContain("global::I ", generated.Text, StringComparison.Ordinal);
    }

    private static void Measured(string text)
    {
        var generated = Project.Of(text).Generate();
        Assert.Null(generated.Exception);
        None(generated.Complaints);
        Assert.Contains("_Decorator", generated.Text, StringComparison.Ordinal);
        Assert.Matches(@"\.Site(\.Start\(\)|, )", generated.Text);
    }

    private static void None(IEnumerable<string> complaints) => Assert.True(!complaints.Any(), string.Join("\n", complaints));
}
