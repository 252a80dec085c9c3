using Microsoft.CodeAnalysis.Testing;
using Reliability.Analyzers.Slo;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Slo;

namespace Reliability.Analyzers.Tests.Slo;

public class ObjectiveCannotBeMeantTests
{
    [Theory]
    [InlineData("Slo({|#0:0.999|})", "0.999 is 0.999 %, an objective that 99 % failures would still meet; 99.9 is probably meant")]
    [InlineData("Slo({|#0:1|})", "1 is 1 %, an objective that 99 % failures would still meet; write the percentage that must succeed, such as 99.9")]
    [InlineData("Slo({|#0:0|})", "An objective of 0 % is met even if everything fails; write the percentage that must succeed, such as 99.9")]
    [InlineData("Slo({|#0:-5|})", "An objective of -5 % is met even if everything fails; write the percentage that must succeed, such as 99.9")]
    [InlineData("Slo({|#0:100|})", "100 % leaves no error budget: the first failure breaks the promise, and no burn rate can be computed; 99.9 allows 1 failure in 1,000")]
    [InlineData("Slo(99.9, LatencyTarget = {|#0:99|})", "A latency objective without LatencyMilliseconds has no time to be fast in; add the milliseconds, such as LatencyMilliseconds = 300")]
    [InlineData("Slo(99.9, LatencyMilliseconds = {|#0:300|})", "A latency threshold without LatencyTarget promises nothing; add the percentage that must be as fast, such as LatencyTarget = 99")]
    [InlineData("Slo(99.9, LatencyTarget = {|#0:0.99|}, LatencyMilliseconds = 300)", "0.99 is 0.99 %, an objective that 99 % failures would still meet; 99 is probably meant")]
    [InlineData("Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = {|#0:0|})", "0 ms is no time within which anything can be fast; write the milliseconds, such as 300")]
    [InlineData("Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = {|#0:1e-30|})", "0 ms is no time within which anything can be fast; write the milliseconds, such as 300")]
    [InlineData("Slo(99.9, WindowDays = {|#0:365|})", "A budget is kept over 1 to 90 days, not 365; without a window it is 30")]
    [InlineData("Slo(99.9, Name = {|#0:\" \"|})", "The name is empty, so no dashboard or alert could say which operation it is about; leave it out to name the operation after its symbol")]
    [InlineData("Slo(99,{|#0:9|})", "99,9 is 99 and a line number, so the promise is another one; write a decimal point: 99.9")]
    [InlineData("Slo(99,{|#0:95|}, LatencyTarget = 99)", "99,95 is 99 and a line number, so the promise is another one; write a decimal point: 99.95")]
    [InlineData("Slo(99.9, line: {|#0:9|})", "The compiler fills in line and member, by which an endpoint is found at run time; leave out 'line: 9'")]
    [InlineData("Slo(member: {|#0:null|}, availability: 99.9)", "The compiler fills in line and member, by which an endpoint is found at run time; leave out 'member: null'")]
    [InlineData("Slo<Good>({|#0:99|})", "The compiler fills in line and member, by which an endpoint is found at run time; leave out '99'")]
    [InlineData("{|#0:Slo<Nothing>|}", "'Nothing' promises nothing, so nothing is measured; put [Availability(99.9)] or [Latency(99, Milliseconds = 300)] on it")]
    public Task Reported_at_the_argument_with_the_arithmetic(string attribute, string message)
    {
        var test = new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(Operation(attribute));
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0103").WithLocation(0).WithMessage(message));

        return test.CheckAsync();
    }

    [Fact]
    public Task Problems_of_a_profile_are_reported_there_and_not_where_it_is_used() => Check(
        """
        using Reliability;
        [Availability({|REL0103:0.999|}), Latency({|REL0103:100|}, Milliseconds = 300), Latency(99, Milliseconds = {|REL0103:-1|}), Window(Days = {|REL0103:91|})]
        public class Broken : SloProfile;
        public class Derived : Broken;
        public partial class Orders { [Slo<Derived>] public partial void Place(); private void PlaceCore() { } }
        """);

    [Fact]
    public Task A_second_promise_for_one_thing_is_reported_whatever_the_names() => Check(
        """
        using Reliability;
        [Availability(99)] public class Profile : SloProfile;
        public partial class Orders
        {
            [Slo(99.9, Name = "one")]
            [{|REL0103:Slo<Profile>|}(Name = "two")]
            public partial void Place();
            private void PlaceCore() { }
        }
        """);

    [Fact]
    public Task A_latency_of_a_profile_needs_a_threshold_of_its_own() => Check(
        """
        using Reliability;
        [Latency({|REL0103:99|})] public class NoTime : SloProfile;
        [Latency(99, Milliseconds = 300), Latency(50, Milliseconds = {|REL0103:300|})] public class Twice : SloProfile;
        """);

    [Fact]
    public Task Ratios_become_percentages_and_windows_the_default() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        [Availability({|REL0103:0.9995|}), Window(Days = {|REL0103:0|})]
        public class Profile : SloProfile;
        public partial class Orders
        {
            [Slo({|REL0103:0.999|}, LatencyTarget = {|REL0103:.95|}, LatencyMilliseconds = 300, WindowDays = {|REL0103:3650|}, Runbook = "x")]
            public partial void Place();
            private void PlaceCore() { }
        }
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            [Availability(99.95), Window]
            public class Profile : SloProfile;
            public partial class Orders
            {
                [Slo(99.9, LatencyTarget = 95, LatencyMilliseconds = 300, Runbook = "x")]
                public partial void Place();
                private void PlaceCore() { }
            }
            """,
        ],
        NumberOfFixAllIterations = 2,
    }.CheckAsync();

    [Fact]
    public Task Two_operations_with_one_name_get_names_of_their_own_in_all_files() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        public partial class Orders
        {
            [{|REL0103:Slo|}(99.9)] public partial void Cancel();
            private void CancelCore() { }
            [{|REL0103:Slo|}(99.9)] public partial void Cancel(int id);
            private void CancelCore(int id) { }
        }
        """,
        """
        using Reliability;
        public partial class Carts
        {
            [Slo(99.9, Name = {|REL0103:"Cancel"|})] public partial Task CancelAsync();
            private Task CancelAsyncCore() => Task.CompletedTask;
        }
        [Availability(99)] public class P : SloProfile;
        public static class Api
        {
            public static void Map(IEndpointRouteBuilder app)
            {
                app.MapPost("/x", [{|REL0103:Slo<P>|}] () => "");
                app.MapPost("/x/", [{|REL0103:Slo<P>|}()] () => "");
            }
        }
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            public partial class Orders
            {
                [Slo(99.9, Name = "orders-cancel")] public partial void Cancel();
                private void CancelCore() { }
                [Slo(99.9, Name = "orders-cancel-2")] public partial void Cancel(int id);
                private void CancelCore(int id) { }
            }
            """,
            """
            using Reliability;
            public partial class Carts
            {
                [Slo(99.9, Name = "Cancel")] public partial Task CancelAsync();
                private Task CancelAsyncCore() => Task.CompletedTask;
            }
            [Availability(99)] public class P : SloProfile;
            public static class Api
            {
                public static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/x", [Slo<P>(Name = "api-post-x")] () => "");
                    app.MapPost("/x/", [Slo<P>()] () => "");
                }
            }
            """,
        ],
        FixedAll =
        [
            """
            using Reliability;
            public partial class Orders
            {
                [Slo(99.9, Name = "orders-cancel")] public partial void Cancel();
                private void CancelCore() { }
                [Slo(99.9, Name = "orders-cancel-2")] public partial void Cancel(int id);
                private void CancelCore(int id) { }
            }
            """,
            """
            using Reliability;
            public partial class Carts
            {
                [Slo(99.9, Name = "carts-cancel")] public partial Task CancelAsync();
                private Task CancelAsyncCore() => Task.CompletedTask;
            }
            [Availability(99)] public class P : SloProfile;
            public static class Api
            {
                public static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/x", [Slo<P>(Name = "api-post-x")] () => "");
                    app.MapPost("/x/", [Slo<P>(Name = "api-post-x-2")] () => "");
                }
            }
            """,
        ],
        NumberOfFixAllIterations = 1,
    }.CheckAsync();

    [Fact]
    public Task The_message_of_a_clash_names_the_other_place()
    {
        var test = new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
            """
            using Reliability;
            public partial class A { [{|#0:Slo|}(99.9)] public partial void Run(); private void RunCore() { } }
            public partial class B { [{|#1:Slo|}(99.9)] public partial void Run(); private void RunCore() { } }
            """);
        test.ExpectedDiagnostics.Add(Clash(0, otherLine: 3));
        test.ExpectedDiagnostics.Add(Clash(1, otherLine: 2));
        return test.CheckAsync();

        static DiagnosticResult Clash(int place, int otherLine) => DiagnosticResult.CompilerError("REL0103").WithLocation(place).WithMessage(
            $"'run' is also the name of the operation at Test0.cs:{otherLine}, and two operations cannot share one error budget, so neither is measured; give one of them a Name of its own")
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
    }

    [Fact]
    public Task Two_endpoints_on_one_line_cannot_be_told_apart()
    {
        var test = new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
            """
            using Reliability;
            public static class Api
            {
                public static void Map(IEndpointRouteBuilder app)
                {
                    app.MapGet("/a", [{|#0:Slo|}(99)] () => 1); app.MapGet("/b", [{|#1:Slo|}(99)] () => 1);
                }
            }
            """);
        test.ExpectedDiagnostics.Add(Clash(0, "get-a", "get-b"));
        test.ExpectedDiagnostics.Add(Clash(1, "get-b", "get-a"));
        return test.CheckAsync();

        static DiagnosticResult Clash(int place, string name, string other) => DiagnosticResult.CompilerError("REL0103").WithLocation(place).WithMessage(
            $"'{name}' stands on the same line as '{other}' at Test0.cs:6, and at run time nothing else tells them apart, so neither is measured; put one of them on a line of its own")
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations);
    }

    [Fact]
    public Task The_same_line_of_two_files_of_one_type_is_one_place() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        "public static partial class Api { public static void MapA(IEndpointRouteBuilder app) => app.MapGet(\"/a\", [{|REL0103:Reliability.Slo|}(99)] () => 1); }",
        "public static partial class Api { public static void MapB(IEndpointRouteBuilder app) => app.MapGet(\"/b\", [{|REL0103:Reliability.Slo|}(99)] () => 1); }").CheckAsync();

    [Fact]
    public Task The_same_line_of_two_types_is_told_apart() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        "public static class A { public static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/a\", [Reliability.Slo(99)] () => 1); }",
        "public static class B { public static void Map(IEndpointRouteBuilder app) => app.MapGet(\"/b\", [Reliability.Slo(99)] () => 1); }").CheckAsync();

    [Fact]
    public Task A_type_does_not_tell_a_grpc_service_from_another() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        Grpc("A", "{|REL0103:Reliability.Slo|}(99)"), Grpc("B", "{|REL0103:Reliability.Slo|}(99)"), Grpc("C", "Obsolete")).CheckAsync();

    [Theory]
    [InlineData("Slo(99.9)")]
    [InlineData("Slo(1.5)")]
    [InlineData("Slo(99.999999)")]
    [InlineData("Slo(50)")]
    [InlineData("Slo(Targets.High)")]
    [InlineData("Slo(availability: 99.9, Name = \"x\")")]
    [InlineData("Slo(99.9, LatencyTarget = 99, LatencyMilliseconds = 0.5)")]
    [InlineData("Slo(99.9, WindowDays = 1)")]
    [InlineData("Slo(99.9, WindowDays = 90)")]
    [InlineData("Slo(99.9, Name = \"x\")")]
    [InlineData("Slo<Good>")]
    [InlineData("Slo<Inherits>(Name = \"y\")")]
    [InlineData("Slo<OnlyLatency>")]
    public Task Promises_that_can_be_kept_and_broken(string attribute) => Check(Operation(attribute));

    [Fact]
    public Task What_the_compiler_rejects_is_left_to_the_compiler() => Check(
        """
        using Reliability;
        [Latency({|CS1503:"x"|}, Milliseconds = 3)] public class A : SloProfile;
        [{|CS7036:Availability|}] public class B : SloProfile;
        public class C { [Slo({|CS0103:oops|})] public void M() { } [Slo<{|CS0246:Missing|}>] public void N() { } [Slo(99, LatencyTarget = {|CS0029:"a"|})] public void O() { } }
        """);

    [Theory]
    [InlineData("public partial class C { [Slo(99, Good = {|#0:nameof(IsGood)|})] public partial Task<int> M(); Task<int> MCore() => Task.FromResult(1); static bool IsGood(string x) => true; }",
        "No 'IsGood' can judge what comes out of this operation, so it is not measured; add: static bool IsGood(int result)")]
    [InlineData("public partial class C { [Slo(99, Good = {|#0:nameof(IsGood)|})] public partial string M(); string MCore() => \"\"; bool IsGood(string x) => true; }",
        "No 'IsGood' can judge what comes out of this operation, so it is not measured; add: static bool IsGood(string result)")]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.ControllerBase { [Slo(99, Good = {|#0:nameof(IsGood)|})] public string M() => \"\"; internal static bool IsGood(string x) => true; }",
        "No 'IsGood' can judge what comes out of this operation, so it is not measured; add: internal static bool IsGood(HttpContext context)")]
    [InlineData("public interface I { [Slo(99, Good = {|#0:\"IsGood\"|})] Task<int> M(); }",
        "No 'IsGood' can judge what comes out of this operation, so it is not measured; add: internal static bool IsGood(int result)")]
    [InlineData("public partial class C { [Slo(99, Good = {|#0:nameof(IsGood)|})] public partial Task M(); Task MCore() => Task.CompletedTask; static bool IsGood(object x) => true; }",
        "Nothing comes out of this operation that 'IsGood' could judge, so it is not measured; leave Good out, or put the [Slo] on a method that returns the result")]
    [InlineData("[Slo(99, Good = {|#0:nameof(IsGood)|})] public interface I { Task<int> M(); internal static bool IsGood(int x) => true; }",
        "Nothing comes out of this operation that 'IsGood' could judge, so it is not measured; leave Good out, or put the [Slo] on a method that returns the result")]
    public Task A_judge_must_be_able_to_judge(string code, string message)
    {
        var test = new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>("using Reliability;\n" + code);
        test.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("REL0103").WithLocation(0).WithMessage(message));
        return test.CheckAsync();
    }

    [Theory]
    [InlineData("public partial class C { [Slo(99, Good = nameof(IsGood))] public partial Task<int> M(); Task<int> MCore() => Task.FromResult(1); static bool IsGood(int x) => x > 0; }")]
    [InlineData("public partial class C { [Slo(99, Good = nameof(IsGood))] public partial string M(); string MCore() => \"\"; static bool IsGood(object x) => true; }")]
    [InlineData("public class C : Microsoft.AspNetCore.Mvc.ControllerBase { [Slo(99, Good = nameof(IsGood))] public string M() => \"\"; internal static bool IsGood(HttpContext x) => true; }")]
    [InlineData("public interface I { [Slo(99, Good = nameof(IsGood))] Task<int> M(); internal static bool IsGood(int x) => true; }")]
    [InlineData("public class C { [Slo(99, Good = nameof(IsGood))] public int M() => 1; static bool IsGood(int x) => true; }")]
    [InlineData("public partial class C { [Slo(99, Good = {|CS0103:Missing|})] public partial int M(); int MCore() => 1; }")]
    public Task A_judge_that_can_judge_is_taken(string code) => Check("using Reliability;\n" + code);

    [Fact]
    public Task A_judge_that_is_missing_is_added_and_one_without_a_result_left_out() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        """
        using Reliability;
        public partial class C
        {
            [Slo(99, Good = {|REL0103:"IsGood"|})]
            public partial Task<List<int>> M();

            private Task<List<int>> MCore() => Task.FromResult(new List<int>());

            [Slo(99, Good = {|REL0103:"IsFine"|}, Runbook = "docs/n.md")]
            public partial Task N();

            private Task NCore() => Task.CompletedTask;
        }

        [Slo(99, Good = {|REL0103:"IsGood"|})]
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public string Get() => "";
        }
        """)
    {
        Fixed =
        [
            """
            using Reliability;
            public partial class C
            {
                [Slo(99, Good = "IsGood")]
                public partial Task<List<int>> M();

                private static bool IsGood(List<int> result) => throw new global::System.NotImplementedException();

                private Task<List<int>> MCore() => Task.FromResult(new List<int>());

                [Slo(99, Runbook = "docs/n.md")]
                public partial Task N();

                private Task NCore() => Task.CompletedTask;
            }

            [Slo(99, Good = "IsGood")]
            public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                internal static bool IsGood(HttpContext context) => throw new global::System.NotImplementedException();
                public string Get() => "";
            }
            """,
        ],
        NumberOfFixAllIterations = 2,
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
    }.CheckAsync();

    [Fact]
    public Task An_owner_or_a_service_without_a_name_is_none() => Check(
        """
        [assembly: Reliability.Owner({|REL0103:" "|}, Chat = "#a"), Reliability.Service({|REL0103:""|})]
        [Reliability.OwnerAttribute({|REL0103:Names.None|})] public static class Names { public const string None = ""; }
        [Reliability.Owner("orders"), Mine.Owner("")] public class Owned { }
        namespace Mine { public class OwnerAttribute(string name) : Attribute { public string Name => name; } }
        """);

    [Fact]
    public Task An_alias_of_all_files_is_seen_in_each() => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(
        "global using Promise = Reliability.SloAttribute;",
        "public partial class A { [Promise({|REL0103:0|})] public partial void Run(); private void RunCore() { } }",
        "public partial class B { [Promise({|REL0103:100|})] public partial void Go(); private void GoCore() { } }").CheckAsync();

    [Fact]
    public Task An_operation_that_is_not_measured_shares_no_name() => Check(
        """
        using Reliability;
        public partial class A { [Slo(99.9)] public partial void Run(); private void RunCore() { } }
        public abstract class Runs { [Slo(99.9)] public abstract void Run(); }
        """);

    [Fact]
    public Task An_abstract_profile_that_promises_nothing_is_a_base() => Check(
        """
        using Reliability;
        [Window(Days = 28)] public abstract class House : SloProfile;
        [Availability(99.9)] public class Good : House;
        public partial class A { [Slo<Good>] public partial void Run(); private void RunCore() { } }
        """);

    private static string Grpc(string name, string attribute) =>
        $"[{attribute}] public class {name} : {name}Base; [Grpc.Core.BindServiceMethod(typeof({name}), \"Bind\")] public abstract class {name}Base;";

    private static string Operation(string attribute) => $$"""
        using Reliability;
        public static class Targets { public const double High = 99.95; }
        public class Nothing : SloProfile;
        [Availability(99.9)] public class Good : SloProfile;
        public class Inherits : Good;
        [Latency(50, Milliseconds = 100), Latency(99, Milliseconds = 300)] public class OnlyLatency : SloProfile;
        public partial class Orders { [{{attribute}}] public partial void Place(); private void PlaceCore() { } }
        """;

    private static Task Check(string code) => new RuleTest<ObjectiveCannotBeMeantRule, CorrectObjectiveFix>(code).CheckAsync();
}
