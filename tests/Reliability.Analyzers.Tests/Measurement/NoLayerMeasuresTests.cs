using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Measurement;

namespace Reliability.Analyzers.Tests.Measurement;

public class NoLayerMeasuresTests
{
    [Theory]
    [InlineData("internal class C { [{|#0:Slo|}(99)] public void M() { } }",
        "'M' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it")]
    [InlineData("public class C { private System.Action _a = [{|#0:Slo|}(99)] () => { }; }",
        "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, … or move its work to a partial method")]
    [InlineData("public class C { void M() { L(); [{|#0:Slo|}(99)] void L() { } } }",
        "No Map… call takes 'L', so its events are never counted; hand it to MapGet, MapPost, … or move its work to a partial method")]
    [InlineData("[{|#0:Slo|}(99)] public class C;",
        "'C' is neither a controller (public, not nested, not generic) nor a gRPC service, so it has no endpoints to count; put the [Slo] on its partial methods")]
    [InlineData("public interface I { [{|#0:Slo|}(99)] void M(); }",
        "'M' has no body here to measure; put the [Slo] on the methods that implement it")]
    [InlineData("public class C { [{|#0:Slo|}(99)] public static C operator +(C c) => c; }",
        "Only endpoints and ordinary methods are measured, not 'op_UnaryPlus'; move the work to a method and put the [Slo] there")]
    [InlineData("public class C { int P { [{|#0:Slo|}(99)] get => 1; } }",
        "Only endpoints and ordinary methods are measured, not 'get_P'; move the work to a method and put the [Slo] there")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(); public partial int M() => 1; }",
        "'M' has a body already, so none that counts can be generated; rename that body to 'MCore' and drop its partial")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(); }",
        "There is no 'MCore' with the parameters and return type of 'M' to do its work; add it, or give the one there is that signature")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(int a); int MCore(long a) => 1; }",
        "There is no 'MCore' with the parameters and return type of 'M' to do its work; add it, or give the one there is that signature")]
    [InlineData("internal class C { [{|#0:Slo|}(99)] public async IAsyncEnumerable<int> M() { await Task.Yield(); yield return 1; } }",
        "'M' returns IAsyncEnumerable<int>, whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask or a plain value")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial IEnumerable<int> M(); IEnumerable<int> MCore() { yield return 1; } }",
        "'M' returns IEnumerable<int>, whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask or a plain value")]
    [InlineData("public class C { [{|#0:Slo|}(99)] public int One() => 1; }",
        "'One' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it")]
    [InlineData("public static class F { public static int Map(this int x, Func<int, int> f) => f(x); static int M() => 1.Map([{|#0:Slo|}(99)] (x) => x); }",
        "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, … or move its work to a partial method")]
    [InlineData("public static class F { static int Map(int x, Func<int, int> f) => f(x); static int M() => Map(1, One); [{|#0:Slo|}(99)] internal static int One(int x) => x; }",
        "'One' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it")]
    [InlineData("[{|#0:Slo|}(99)] internal class HiddenController : Microsoft.AspNetCore.Mvc.ControllerBase { }",
        "'HiddenController' is neither a controller (public, not nested, not generic) nor a gRPC service, so it has no endpoints to count; put the [Slo] on its partial methods")]
    public Task Each_reason_has_its_own_cure(string code, string message)
    {
        var test = new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + code);
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0203").WithLocation(0).WithMessage(message));
        return test.CheckAsync();
    }

    [Fact]
    public Task A_partial_method_in_a_closed_type_is_reported_and_the_type_opened() => Fix(
        "public class C { public partial class D { [{|REL0203:Slo|}(99)] public partial void {|CS8795:M|}(); private void MCore() { } } }",
        "public partial class C { public partial class D { [Slo(99)] public partial void M(); private void MCore() { } } }");

    [Fact]
    public Task Without_the_package_that_counts_nothing_is_measured()
    {
        var test = new RuleTest<NoLayerMeasuresRule, MakePartialFix>(
            "using Reliability;\npublic partial class C : Microsoft.AspNetCore.Mvc.ControllerBase { [{|#0:Slo|}(99)] public void A() { } [{|#1:Slo|}(99)] public partial void M(); private void MCore() { } }");
        test.TestState.AdditionalReferences.Clear();
        test.TestState.AdditionalReferences.AddRange(Universe.References.Where(reference =>
            Path.GetFileName(reference.Display) is not ("Reliability.dll" or "Reliability.AspNetCore.dll")));
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0203").WithLocation(0).WithMessage(
            "Package Reliability.AspNetCore is not referenced, so nothing counts the events of 'A'; add it: dotnet add package Reliability.AspNetCore"));
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0203").WithLocation(1).WithMessage(
            "Package Reliability is not referenced, so nothing counts the events of 'M'; add it: dotnet add package Reliability"));
        return test.CheckAsync();
    }

    [Theory]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.ControllerBase { [Slo(99)] public string Get() => \"\"; }")]
    [InlineData("[Slo(99)] public class C : Microsoft.AspNetCore.Mvc.ControllerBase { public string Get() => \"\"; }")]
    [InlineData("public partial class C { [Slo(99)] public partial void M(); private void MCore() { } }")]
    [InlineData("public partial class C { [Slo(99)] public static partial Task<T> M<T>(T x) where T : class; private static Task<T> MCore<T>(T x) where T : class => Task.FromResult(x); }")]
    [InlineData("public static class A { public static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/\", [Slo(99)] () => 1); }")]
    [InlineData("public static class A { public static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/\", (Delegate)([Slo(99)] () => 1)); }")]
    [InlineData("public static class A { public static void Map(IEndpointRouteBuilder app) { var one = [Slo(99)] () => 1; app.MapGet(\"/\", one); } }")]
    [InlineData("public static class A { static readonly Func<int> s_one = [Slo(99)] () => 1; public static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/\", s_one); }")]
    [InlineData("internal static class A { internal static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/\", One); [Slo(99)] internal static int One() => 1; }")]
    [InlineData("internal static class A { internal static void Map(IEndpointRouteBuilder app) => app.MapMethods(\"/\", [\"GET\"], (Func<int>)H.One); } internal static class H { [Slo(99)] internal static int One() => 1; }")]
    [InlineData("internal class A { internal void Map(IEndpointRouteBuilder app, H h) => app.MapGroup(\"/a\").MapPost(\"/\", h.One).WithName(\"x\"); } internal class H { [Slo(99)] internal int One() => 1; }")]
    [InlineData("internal static class A { internal static void Map(IEndpointRouteBuilder app) { app.MapGet(\"/\", One); [Slo(99)] int One() => 1; } }")]
    [InlineData("public class C { [{|CS0592:Slo|}(99)] public C() { } }")]
    [InlineData("public partial class C { [Slo(99)] public partial IEnumerable<int> M(); IEnumerable<int> MCore() => new List<int>(); }")]
    [InlineData("internal class Broken { [Slo(99)] public partial {|CS0246:Missing|} {|CS0751:{|CS8795:M|}|}(); }")]
    public Task Measured(string code) => Report(code);

    [Theory]
    [InlineData("var app = WebApplication.Create(); One(); app.MapGet(\"/\", () => One()); [{|REL0203:Slo|}(99)] static int One() => 1;")]
    [InlineData("var app = WebApplication.Create(); app.MapGet(\"/\", One); static int One() => 1; public class H { [{|REL0203:Slo|}(99)] public static int One() => 1; }")]
    [InlineData("using S = Reliability.SloAttribute; public class P { public static void Main() { } [{|REL0203:S|}(99)] public static int One() => 1; }")]
    public Task Called_or_of_the_same_name_is_not_mapped(string code) =>
        new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + code) { OutputKind = OutputKind.ConsoleApplication }.CheckAsync();

    [Fact]
    public Task A_method_is_mapped_in_another_file() => new RuleTest<NoLayerMeasuresRule, MakePartialFix>(
        "internal static class A { internal static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/\", B.One); }",
        "internal static class B { [Reliability.Slo(99)] internal static int One() => 1; }").CheckAsync();

    [Fact]
    public Task The_declaration_keeps_what_callers_see_and_the_core_does_the_work() => Fix(
        """
        /// <summary>Outer.</summary>
        internal class Orders
        {
            private sealed record class Inner(int Factor)
            {
                /// <summary>Places.</summary>
                [{|REL0203:Slo|}(99.9)]
                [Obsolete]
                public async Task<T?> PlaceAsync<T>(
                    T order,
                    [System.Runtime.CompilerServices.CallerMemberName] string? who = null,
                    CancellationToken ct = default)
                    where T : class
                    // the body
                {
                    await Task.Delay(Factor, ct);
                    return order;
                }

                [{|REL0203:Slo|}(99.9)] static int Twice(int x) => x * 2;

                [{|REL0203:Slo|}(99.9)]
                public override string ToString() => base.ToString() + "!";
            }
        }
        """,
        """
        /// <summary>Outer.</summary>
        internal partial class Orders
        {
            private sealed partial record class Inner(int Factor)
            {
                /// <summary>Places.</summary>
                [Slo(99.9)]
                [Obsolete]
                public partial Task<T?> PlaceAsync<T>(
                    T order,
                    [System.Runtime.CompilerServices.CallerMemberName] string? who = null,
                    CancellationToken ct = default)
                    where T : class;

                private async Task<T?> PlaceAsyncCore<T>(
                    T order,
                    string? who,
                    CancellationToken ct)
                    where T : class
                    // the body
                {
                    await Task.Delay(Factor, ct);
                    return order;
                }

                [Slo(99.9)] private static partial int Twice(int x);

                private static int TwiceCore(int x) => x * 2;

                [Slo(99.9)]
                public override partial string ToString();

                private string ToStringCore() => base.ToString() + "!";
            }
        }
        """);

    [Fact]
    public Task A_missing_core_is_added() => Fix(
        """
        public partial class C
        {
            [{|REL0203:Slo|}(99)]
            public partial Task<int> M(int a = 1, params string[] rest);
        }
        """,
        """
        public partial class C
        {
            [Slo(99)]
            public partial Task<int> M(int a = 1, params string[] rest);

            private Task<int> MCore(int a, params string[] rest) => throw new global::System.NotImplementedException();
        }
        """);

    [Theory]
    [InlineData("internal class C { [{|REL0203:Slo|}(99)] public void M() { } private void MCore(string other) { } }")]
    [InlineData("internal class C { private int _x; [{|REL0203:Slo|}(99)] public ref int M() => ref _x; }")]
    [InlineData("internal class B { public virtual T M<T>(T x) where T : class => x; } internal class C : B { [{|REL0203:Slo|}(99)] public override T M<T>(T x) => x; }")]
    [InlineData("file class C { [{|REL0203:Slo|}(99)] public void M() { } }")]
    [InlineData("internal class C { [{|REL0203:Slo|}(99)] public IAsyncEnumerable<int> M() => null!; }")]
    public Task No_fix_where_the_result_would_not_compile(string code)
    {
        code = "using Reliability;\n" + code;
        var test = new RuleTest<NoLayerMeasuresRule, MakePartialFix>(code) { Fixed = [code] };
        return test.CheckAsync();
    }

    private static Task Report(string code) => new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + code).CheckAsync();

    private static Task Fix(string before, string after) =>
        new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + before)
        {
            Fixed = ["using Reliability;\n" + after],
            NumberOfFixAllIterations = 1,
        }.CheckAsync();
}
