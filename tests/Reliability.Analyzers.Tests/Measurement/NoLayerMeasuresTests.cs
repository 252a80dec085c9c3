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
        "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: Operations.A.Measure(…)")]
    [InlineData("public class C { void M() { L(); [{|#0:Slo|}(99)] void L() { } } }",
        "No Map… call takes 'L', so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: Operations.L.Measure(…)")]
    [InlineData("[{|#0:Slo|}(99)] public class C;",
        "'C' is neither a controller (public, not nested, not generic) nor a page model, gRPC service, hub or consumer, so nothing calls it that could count; put the [Slo] on its partial methods")]
    [InlineData("public abstract class A { [{|#0:Slo|}(99)] public abstract void M(); }",
        "'M' has no body here to measure; put the [Slo] on the methods that implement it")]
    [InlineData("public interface I { [{|#0:Slo|}(99)] static void M() { } }",
        "Nothing can be put around the body of 'M' to count, because it stands in an interface; measure it: Operations.M.Measure(…)")]
    [InlineData("file interface I { [{|#0:Slo|}(99)] void M(); }",
        "No decorator can be put in front of 'I' to count, because 'I' is file-local; put the [Slo] on the methods that implement it")]
    [InlineData("[{|#0:Slo|}(99)] public interface I { static abstract int M(); }",
        "No decorator can be put in front of 'I' to count, because its member 'M' is static and abstract; put the [Slo] on the methods that implement it")]
    [InlineData("[{|#0:Slo|}(99)] public interface I { int P { get; } }",
        "No decorator can be put in front of 'I' to count, because it has no method to count; put the [Slo] on the methods that implement it")]
    [InlineData("public class Page : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { [{|#0:Slo|}(99)] public void OnGet() { } }",
        "A Razor page is counted as a whole and its handler 'OnGet' never by itself; put the [Slo] on 'Page', or make the handler partial")]
    [InlineData("public class C { [{|#0:Slo|}(99)] public static C operator +(C c) => c; }",
        "Nothing can be put around 'op_UnaryPlus' to count; measure its body: Operations.OpUnaryPlus.Measure(…), or move the work to a method and put the [Slo] there")]
    [InlineData("public class C { void M() { _ = L(); [{|#0:Slo|}(99)] async IAsyncEnumerable<int> L() { await Task.Yield(); yield return 1; } } }",
        "No Map… call takes 'L', so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: Operations.L.MeasureStream(…)")]
    [InlineData("public class C { int P { [{|#0:Slo|}(99)] get => 1; } }",
        "Nothing can be put around 'get_P' to count; measure its body: Operations.GetP.Measure(…), or move the work to a method and put the [Slo] there")]
    [InlineData("public class C : IAsyncDisposable { [{|#0:Slo|}(99)] ValueTask IAsyncDisposable.DisposeAsync() => default; }",
        "Nothing can be put around 'System.IAsyncDisposable.DisposeAsync' to count; measure its body: Operations.SystemIAsyncDisposableDispose.MeasureAsync(…), or move the work to a method and put the [Slo] there")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(); public partial int M() => 1; }",
        "'M' has a body already, so none that counts can be generated; rename that body to 'MCore' and drop its partial")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(); }",
        "There is no 'MCore' with the parameters and return type of 'M' to do its work; add it, or give the one there is that signature")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial int M(int a); int MCore(long a) => 1; }",
        "There is no 'MCore' with the parameters and return type of 'M' to do its work; add it, or give the one there is that signature")]
    [InlineData("public class C { [{|#0:Slo|}(99)] internal System.Runtime.CompilerServices.YieldAwaitable M() => Task.Yield(); }",
        "'M' returns YieldAwaitable, whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask, an IAsyncEnumerable<T> or a plain value")]
    [InlineData("public partial class C { [{|#0:Slo|}(99)] public partial System.Collections.IEnumerable M(); System.Collections.IEnumerable MCore() { yield return 1; } }",
        "'M' returns IEnumerable, whose end cannot be seen from outside; put the [Slo] on a method that returns a Task, a ValueTask, an IAsyncEnumerable<T> or a plain value")]
    [InlineData("public class C : MassTransit.IConsumer<string> { [{|#0:Slo|}(99)] public Task Consume(MassTransit.ConsumeContext<string> context) => Task.CompletedTask; }",
        "Package Reliability.MassTransit is not referenced, so nothing counts the events of 'Consume'; add it: dotnet add package Reliability.MassTransit")]
    [InlineData("public class C { void M() => Hangfire.BackgroundJob.Enqueue(() => Send(1)); [{|#0:Slo|}(99)] public void Send(int x) { } }",
        "Package Reliability.Hangfire is not referenced, so nothing counts the events of 'Send'; add it: dotnet add package Reliability.Hangfire")]
    [InlineData("public class C { [{|#0:Slo|}(99)] public int One() => 1; }",
        "'One' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it")]
    [InlineData("public static class F { public static int Map(this int x, Func<int, int> f) => f(x); static int M() => 1.Map([{|#0:Slo|}(99)] (x) => x); }",
        "No Map… call takes this lambda, so its events are never counted; hand it to MapGet, MapPost, …, or measure its body: Operations.MapRoot.Measure(…)")]
    [InlineData("public static class F { static int Map(int x, Func<int, int> f) => f(x); static int M() => Map(1, One); [{|#0:Slo|}(99)] internal static int One(int x) => x; }",
        "'One' is neither handed to a Map… call nor partial, so its events are never counted; make it partial, or map it")]
    [InlineData("[{|#0:Slo|}(99)] internal class HiddenController : Microsoft.AspNetCore.Mvc.ControllerBase { }",
        "'HiddenController' is neither a controller (public, not nested, not generic) nor a page model, gRPC service, hub or consumer, so nothing calls it that could count; put the [Slo] on its partial methods")]
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
    [InlineData("[Slo(99)] public class Page : Microsoft.AspNetCore.Mvc.RazorPages.PageModel { public void OnGet() { } }")]
    [InlineData("public class Chat : Microsoft.AspNetCore.SignalR.Hub { [Slo(99)] public Task Send(string text) => Task.CompletedTask; }")]
    [InlineData("public interface I { [Slo(99)] Task M(); int P { get; } }")]
    [InlineData("[Slo(99)] public interface I<T> { Task M(T x); }")]
    [InlineData("public partial class C { private int _x; [Slo(99)] public partial ref int M(); private ref int MCore() => ref _x; }")]
    [InlineData("public partial class C { [Slo(99)] public partial IAsyncEnumerable<int> M(); private async IAsyncEnumerable<int> MCore() { await Task.Yield(); yield return 1; } }")]
    [InlineData("public class C { [Slo(99)] public static C operator +(C c) => global::Reliability.Generated.TestProject.Operations.OpUnaryPlus.Measure(() => c); }")]
    [InlineData("public class C { void M() { L(); [Slo(99)] void L() { var call = global::Reliability.Generated.TestProject.Operations.L.Start(); call.Succeed(); } } }")]
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

    [Theory]
    [InlineData("public class C { void M() => BackgroundJob.Enqueue(() => Send(1)); [Slo(99)] public void Send(int x) { } }")]
    [InlineData("public class C { void M(IBackgroundJobClient client) => client.Schedule<C>(c => c.SendAsync(1), TimeSpan.FromHours(1)); [Slo(99)] public Task SendAsync(int x) => Task.CompletedTask; }")]
    [InlineData("public class C { void M(IRecurringJobManager jobs) => jobs.AddOrUpdate<C>(\"id\", c => c.Send(1), Cron.Daily()); [Slo(99)] public void Send(int x) { } }")]
    [InlineData("public class C { void M() => RecurringJob.AddOrUpdate(\"id\", () => Send(1), \"0 0 * * *\"); [Slo(99)] public static void Send(int x) { } }")]
    [InlineData("public class C { void M(Q q) { Send(1); q.Enqueue(() => Send(1)); } [{|REL0203:Slo|}(99)] public void Send(int x) { } } public class Q { public void Enqueue(Action a) => a(); }")]
    public Task A_method_that_becomes_a_job_is_measured(string code) => Report("using Hangfire;\n" + code + HangfireAdapter);

    [Fact]
    public Task In_a_worker_a_method_that_is_no_job_can_become_partial()
    {
        var test = new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\npublic class C { [{|#0:Slo|}(99)] public void Send(int x) { } }" + HangfireAdapter)
        {
            Fixed = ["using Reliability;\npublic partial class C { [Slo(99)] public partial void Send(int x);\n\nprivate void SendCore(int x) { } }" + HangfireAdapter],
        };
        foreach (var state in new[] { test.TestState, test.FixedState })
        {
            state.AdditionalReferences.Clear();
            state.AdditionalReferences.AddRange(Universe.References.Where(reference => Path.GetFileName(reference.Display) != "Reliability.AspNetCore.dll"));
        }

        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0203").WithLocation(0).WithMessage(
            "'Send' is neither enqueued as a job nor partial, so its events are never counted; make it partial, or hand it to BackgroundJob.Enqueue, RecurringJob.AddOrUpdate, …"));
        return test.CheckAsync();
    }

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
    [InlineData("internal struct C { private int _x; [{|REL0203:Slo|}(99)] public void M() => _x++; private void MCore(string other) { } }")]
    [InlineData("internal class C { [{|REL0203:Slo|}(99)] public void M(ref int x) => x++; private void MCore(string other) { } }")]
    [InlineData("internal class B { public virtual ref T M<T>(ref T x) where T : class => ref x; } internal class C : B { [{|REL0203:Slo|}(99)] public override ref T M<T>(ref T x) => ref x; }")]
    [InlineData("file class C { [{|REL0203:Slo|}(99)] public Span<int> M() => default; }")]
    [InlineData("file class C { [{|REL0203:Slo|}(99)] public IEnumerable<int> M() { yield return 1; } }")]
    [InlineData("internal class C { [{|REL0203:Slo|}(99)] public System.Runtime.CompilerServices.YieldAwaitable M() => Task.Yield(); }")]
    [InlineData("internal class C { void M() { int x; L(); _ = x; [{|REL0203:Slo|}(99)] void L() => x = 1; } }")]
    [InlineData("internal class C { void M() { L(1); [{|REL0203:Slo|}(99)] void L(in int x) => Console.Write(x); } }")]
    [InlineData("internal class C { Action _a = [{|REL0203:Slo|}(99)] async () => await Task.Yield(); }")]
    public Task No_fix_where_the_result_would_not_compile(string code)
    {
        code = "using Reliability;\n" + code;
        var test = new CatalogueTest(new NoLayerMeasuresRule(), "Service", code) { Fixed = [code] };
        return test.CheckAsync();
    }

    // What tells that the package is referenced.
    private const string HangfireAdapter = "\nnamespace Reliability.Hangfire { public sealed class OperationJobFilter; }";

    private static Task Report(string code) => new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + code).CheckAsync();

    private static Task Fix(string before, string after) =>
        new RuleTest<NoLayerMeasuresRule, MakePartialFix>("using Reliability;\n" + before)
        {
            Fixed = ["using Reliability;\n" + after],
            NumberOfFixAllIterations = 1,
        }.CheckAsync();
}
