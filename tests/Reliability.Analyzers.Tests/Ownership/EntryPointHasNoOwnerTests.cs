using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Ownership;
using Reliability.Analyzers.Tests.Testing;
using Reliability.CodeFixes.Ownership;

namespace Reliability.Analyzers.Tests.Ownership;

public class EntryPointHasNoOwnerTests
{
    private const string Service = """[assembly: Reliability.Service("shop")]""";

    [Fact]
    public Task A_controller_nobody_owns_is_reported_and_gets_an_owner() => new RuleTest<EntryPointHasNoOwnerRule, AddOwnerFix>(
        """
        using Microsoft.AspNetCore.Mvc;
        using Reliability;
        [assembly: Service("shop")]
        namespace Shop
        {
            /// <summary>Orders.</summary>
            [ApiController]
            public class {|REL0101:OrdersController|} : ControllerBase
            {
                [HttpGet] public string Get() => "";
            }
        }
        """)
    {
        Fixed =
        [
            """
            using Microsoft.AspNetCore.Mvc;
            using Reliability;
            [assembly: Service("shop")]
            namespace Shop
            {
                /// <summary>Orders.</summary>
                [Owner("team")]
                [ApiController]
                public class OrdersController : ControllerBase
                {
                    [HttpGet] public string Get() => "";
                }
            }
            """,
        ],
    }.CheckAsync();

    [Fact]
    public Task The_only_team_of_the_assembly_is_proposed_and_all_files_are_fixed() => new RuleTest<EntryPointHasNoOwnerRule, AddOwnerFix>(
        Service + """

        public class {|REL0101:Worker|} : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            public sealed class Inner : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            }
        }
        """,
        """
        using Reliability;
        [Owner("payments")]
        public class Refunds : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        public sealed class {|REL0101:Cleanup|} : IHostedService
        {
            public Task StartAsync(CancellationToken token) => Task.CompletedTask;
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """)
    {
        NumberOfFixAllIterations = 1,
        NumberOfFixAllInDocumentIterations = 2,
        Fixed =
        [
            Service + """

            [global::Reliability.Owner("payments")]
            public class Worker : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
                public sealed class Inner : BackgroundService
                {
                    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
                }
            }
            """,
            """
            using Reliability;
            [Owner("payments")]
            public class Refunds : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            }
            [Owner("payments")]
            public sealed class Cleanup : IHostedService
            {
                public Task StartAsync(CancellationToken token) => Task.CompletedTask;
                public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            }
            """,
        ],
    }.CheckAsync();

    [Fact]
    public Task Lambdas_are_reported_at_the_attribute_and_fixed_by_one_owner_of_the_assembly() => new RuleTest<EntryPointHasNoOwnerRule, AddOwnerFix>(
        """
        using Reliability;

        [assembly: Service("shop")]
        var app = WebApplication.Create();
        app.MapGet("/a", [{|REL0101:Slo|}(99.9)] () => "a");
        app.MapGet("/b", [{|REL0101:Slo|}(99.9)] () => "b");
        app.MapGet("/c", [Slo(99.9), Owner("c")] () => "c");
        app.MapGet("/d", D);
        [{|REL0101:Slo|}(99.9)] static string D() => "d";
        """,
        """
        using Reliability;
        public static class More
        {
            public static void Map(IEndpointRouteBuilder app) => app.MapGet("/e", [{|REL0101:Slo|}(99.9)] () => "e");
        }
        """)
    {
        OutputKind = OutputKind.ConsoleApplication,
        NumberOfFixAllIterations = 1,
        NumberOfIncrementalIterations = 1,
        Fixed =
        [
            """
            using Reliability;

            [assembly: Service("shop")]
            [assembly: Owner("team")]
            var app = WebApplication.Create();
            app.MapGet("/a", [Slo(99.9)] () => "a");
            app.MapGet("/b", [Slo(99.9)] () => "b");
            app.MapGet("/c", [Slo(99.9), Owner("c")] () => "c");
            app.MapGet("/d", D);
            [Slo(99.9)] static string D() => "d";
            """,
            """
            using Reliability;
            public static class More
            {
                public static void Map(IEndpointRouteBuilder app) => app.MapGet("/e", [Slo(99.9)] () => "e");
            }
            """,
        ],
    }.CheckAsync();

    [Fact]
    public Task A_type_with_operations_is_reported_once_and_not_again_at_its_lambdas() => Report(
        """
        using Reliability;
        public static partial class {|REL0101:Orders|}
        {
            [Slo(99.9)] public static partial void Place();
            private static void PlaceCore() { }
            [Slo(99.9)] public static partial void Cancel();
            private static void CancelCore() { }
            public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", [Slo(99.9)] () => "");
        }
        """);

    [Fact]
    public Task A_type_with_one_unowned_operation_is_reported() => Report(
        """
        using Reliability;
        public static partial class {|REL0101:Orders|}
        {
            [Slo(99.9), Owner("a")] public static partial void Place();
            private static void PlaceCore() { }
            [Slo(99.9)] public static partial void Cancel();
            private static void CancelCore() { }
        }
        """);

    [Fact]
    public Task An_owner_without_a_name_is_no_owner() => Report(
        """
        using Microsoft.AspNetCore.Mvc;
        using Reliability;
        [assembly: Owner(" ")]
        public class {|REL0101:OrdersController|} : ControllerBase { public string Get() => ""; }
        """);

    [Fact]
    public Task A_grpc_service_is_an_entry_point() => Report(
        """
        using Grpc.Core;
        [BindServiceMethod(typeof(Greeter), "Bind")] public abstract class GreeterBase { public virtual Task<string> Hello(string name) => Task.FromResult(name); }
        public class {|REL0101:Greeter|} : GreeterBase { public override Task<string> Hello(string name) => Task.FromResult(name); }
        """);

    [Fact]
    public Task An_owner_of_nobody_is_no_owner() => Report(
        """
        using Reliability;
        [Owner(" ")] public class {|REL0101:Worker|} : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }
        """);

    [Theory]
    [InlineData("""[Owner("a")] public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }""")]
    [InlineData("""[Owner("a")] public class Outer { public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; } }""")]
    [InlineData("""public class Worker : BackgroundService { [Owner("a")] protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }""")]
    [InlineData("""public abstract class Worker : BackgroundService;""")]
    [InlineData("""public class C : Microsoft.AspNetCore.Mvc.ControllerBase { [Owner("a")] public void A() { } [Owner("b")] public void B() { } [Microsoft.AspNetCore.Mvc.NonAction] public void C2() { } }""")]
    [InlineData("""[Microsoft.AspNetCore.Mvc.NonController] public class C : Microsoft.AspNetCore.Mvc.ControllerBase { public void A() { } }""")]
    [InlineData("""public abstract class C : Microsoft.AspNetCore.Mvc.ControllerBase { public void A() { } }""")]
    [InlineData("""public interface IWorker : IHostedService;""")]
    [InlineData("""public partial class Orders { [Slo(99.9), Owner("a")] public partial void Place(); private void PlaceCore() { } }""")]
    [InlineData("""[Owner("a")] public static class M { public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", [Slo(99.9)] () => ""); }""")]
    [InlineData("""public static class M { public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", [Slo(99.9), Owner("a")] () => ""); }""")]
    [InlineData("""public class Plain { public void M() { } }""")]
    [InlineData("""public class P : SloProfile;""")]
    public Task Owned_or_not_called_from_outside(string code) => Report("using Reliability;\n" + code);

    [Fact]
    public Task An_owner_of_the_assembly_owns_everything() => Report(
        """
        [assembly: Reliability.Owner("a")]
        public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }
        """);

    [Fact]
    public Task An_assembly_without_a_team_owns_nothing() => Report(
        """
        [assembly: Reliability.Owner(" ")]
        public class {|REL0101:Worker|} : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }
        public static class M { public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", [{|REL0101:Reliability.Slo|}(99.9)] () => ""); }
        """);

    [Fact]
    public Task An_assembly_that_declares_no_service_has_not_adopted_ownership() => new RuleTest<EntryPointHasNoOwnerRule, AddOwnerFix>(
        """
        public class Worker : BackgroundService { protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }
        """).CheckAsync();

    private static Task Report(string code) => new RuleTest<EntryPointHasNoOwnerRule, AddOwnerFix>(code, Service).CheckAsync();
}
