using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Reliability.Health;

namespace Reliability.Generators.Tests;

/// <summary>What attributes declare about health is announced when the assembly loads, and asks what they stand on.</summary>
public class HealthTests
{
    private static readonly Loaded s_program = Loaded.From(Project.Of("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Hosting;

        [assembly: DependsOn("shapes-mail", Required = false)]

        public class Shapes
        {
            public static CancellationToken Seen;

            [Readiness] public static bool ShapesBool() => true;
            [Readiness] public bool ShapesBoolOfObject() => true;
            [Readiness] public bool ShapesFalse() => false;
            [Readiness] public HealthCheckResult ShapesResult() => HealthCheckResult.Degraded("slow");
            [Readiness] public async Task<bool> ShapesTaskOfBoolAsync() { await Task.Yield(); return true; }
            [Readiness] public async Task<bool> ShapesTaskOfFalseAsync() { await Task.Yield(); return false; }
            [Readiness] public async Task<HealthCheckResult> ShapesTaskOfResultAsync() { await Task.Yield(); return HealthCheckResult.Degraded("slow"); }
            [Readiness] public Task ShapesTaskAsync() => Task.CompletedTask;
            [Readiness] public ValueTask<bool> ShapesValueTaskOfBoolAsync() => new(true);
            [Readiness] public async ValueTask<bool> ShapesValueTaskOfFalseAsync() { await Task.Yield(); return false; }
            [Readiness] public ValueTask<HealthCheckResult> ShapesValueTaskOfResultAsync() => new(HealthCheckResult.Degraded("slow"));
            [Readiness] public ValueTask ShapesValueTaskAsync() => default;
            [Readiness] public async Task ShapesThrowsAsync() { await Task.Yield(); throw new InvalidOperationException("secret"); }
            [Readiness] public async ValueTask ShapesThrowsValueAsync() { await Task.Yield(); throw new InvalidOperationException("secret"); }
            [Readiness] public bool ShapesThrowsNow() => throw new InvalidOperationException("secret");
            [Readiness] public bool ShapesToken(CancellationToken token) { Seen = token; return true; }
            [Readiness] public static Task<bool> ShapesStaticToken(CancellationToken token = default) => Task.FromResult(token == Seen);

            [Liveness, Readiness(TimeoutMilliseconds = 250), Startup(CacheMilliseconds = 0), HealthGroup("shapes-slow", Name = "shapes-all", Optional = true), HealthGroup("a-1")]
            public bool Whatever() => true;

            [DependsOn("shapes-stock", Check = nameof(PingStock))]
            [DependsOn("shapes-bank", Required = false)]
            public void Order() { }

            [DependsOn("shapes-bank", Check = nameof(PingBank)), DependsOn("shapes-bank")]
            public void Pay() { }

            internal static bool PingStock() => true;
            internal bool PingBank() => throw new NotSupportedException();
            internal bool PingBank(CancellationToken token) => token == Seen;
        }

        public interface IShapes { [HealthGroup("contract")] bool ShapesContract(); }
        public class Contracted : IShapes { public bool ShapesContract() => true; }

        public class Hosted : BackgroundService
        {
            [Liveness] public bool ShapesHosted() => true;
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }

        [Heartbeat(MaxSilenceSeconds = 2.5)] public class ShapesLoop { public static object Own => Reliability.Generated.PROJECT.Heartbeats.ShapesLoop; }
        [Heartbeat(MaxSilenceSeconds = 60, Name = "shapes-named", MayIdle = true)] internal static class Quiet;
        """.Replace("PROJECT", "Shapes", StringComparison.Ordinal)) with { Name = "Shapes" });

    private static readonly ServiceProvider s_services = Services();

    [Theory]
    [InlineData("shapes-bool", HealthStatus.Healthy)]
    [InlineData("shapes-bool-of-object", HealthStatus.Healthy)]
    [InlineData("shapes-false", HealthStatus.Unhealthy)]
    [InlineData("shapes-result", HealthStatus.Degraded)]
    [InlineData("shapes-task-of-bool", HealthStatus.Healthy)]
    [InlineData("shapes-task-of-false", HealthStatus.Unhealthy)]
    [InlineData("shapes-task-of-result", HealthStatus.Degraded)]
    [InlineData("shapes-task", HealthStatus.Healthy)]
    [InlineData("shapes-value-task-of-bool", HealthStatus.Healthy)]
    [InlineData("shapes-value-task-of-false", HealthStatus.Unhealthy)]
    [InlineData("shapes-value-task-of-result", HealthStatus.Degraded)]
    [InlineData("shapes-value-task", HealthStatus.Healthy)]
    [InlineData("shapes-all", HealthStatus.Healthy)]
    [InlineData("shapes-stock", HealthStatus.Healthy)]
    [InlineData("shapes-contract", HealthStatus.Healthy)]
    [InlineData("shapes-hosted", HealthStatus.Healthy)]
    public async Task A_check_says_what_its_method_says(string name, HealthStatus expected) => Assert.Equal(expected, (await Ask(name, TestContext.Current.CancellationToken)).Status);

    [Theory]
    [InlineData("shapes-throws")]
    [InlineData("shapes-throws-value")]
    [InlineData("shapes-throws-now")]
    public async Task What_a_method_throws_comes_as_it_is(string name) =>
        Assert.Equal("secret", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await Ask(name, TestContext.Current.CancellationToken))).Message);

    [Fact]
    public async Task The_token_reaches_the_method()
    {
        using var source = new CancellationTokenSource();
        await Ask("shapes-token", source.Token);
        Assert.Equal(HealthStatus.Healthy, (await Ask("shapes-static-token", source.Token)).Status);
    }

    [Fact]
    public async Task Of_the_methods_of_one_name_a_dependency_is_checked_by_the_one_that_takes_a_token()
    {
        using var source = new CancellationTokenSource();
        await Ask("shapes-token", source.Token);
        Assert.Equal(HealthStatus.Healthy, (await Ask("shapes-bank", source.Token)).Status);
    }

    [Fact]
    public void Several_attributes_make_one_check_of_several_groups()
    {
        var check = Declared("shapes-all");
        Assert.Equal(["a-1", "live", "ready", "shapes-slow", "startup"], check.Groups);
        Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.Zero, true), (check.Timeout, check.CacheFor, check.IsOptional));
    }

    [Fact]
    public void What_is_not_said_is_left_to_the_options()
    {
        var check = Declared("shapes-bool");
        Assert.Equal((null, null, false), (check.Timeout, check.CacheFor, check.IsOptional));
        Assert.Equal(["ready"], check.Groups);
    }

    [Fact]
    public void The_check_of_a_dependency_has_its_name_and_no_group() => Assert.Empty(Declared("shapes-stock").Groups);

    [Fact]
    public void A_dependency_is_declared_once_and_required_where_any_place_requires_it() => Assert.Equal(
        [("shapes-bank", true), ("shapes-mail", false), ("shapes-stock", true)],
        Announced(() => HealthDeclarations.Dependencies)
            .Where(dependency => dependency.Name.StartsWith("shapes-", StringComparison.Ordinal))
            .Select(dependency => (dependency.Name, dependency.IsRequired))
            .Order());

    [Fact]
    public async Task An_object_that_is_not_registered_is_unhealthy_and_the_cure_is_named()
    {
        using var nothing = new ServiceCollection().BuildServiceProvider();
        var result = await Declared("shapes-result").Check(nothing, CancellationToken.None);
        Assert.Equal(HealthStatus.Unhealthy, result.Status);
        Assert.Contains("'Shapes'", result.Description, StringComparison.Ordinal);
        Assert.Contains("services.AddSingleton<Shapes>()", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heartbeat_is_known_before_its_first_beat() => Assert.Equal(
        [("shapes-loop", 2.5, "ShapesLoop"), ("shapes-named", 60, "Quiet")],
        Announced(() => Heartbeat.All)
            .Where(heartbeat => heartbeat.Name.StartsWith("shapes-", StringComparison.Ordinal))
            .Select(heartbeat => (heartbeat.Name, heartbeat.MaxSilence.TotalSeconds, heartbeat.Owner.Name))
            .Order());

    /// <summary>Watched or not, what may idle is not overdue without work.</summary>
    [Fact]
    public void A_heartbeat_that_may_idle_is_announced_as_one() => Assert.Contains(
        "global::System.TimeSpan.FromSeconds(60d), typeof(global::Quiet), mayIdle: true)",
        Project.Of("[Heartbeat(MaxSilenceSeconds = 60, MayIdle = true)] class Quiet;").Generate().Text,
        StringComparison.Ordinal);

    [Fact]
    public void A_heartbeat_is_a_property_of_the_class_that_is_emitted() =>
        Assert.Same(Announced(() => Heartbeat.All).Single(heartbeat => heartbeat.Name == "shapes-loop"), s_program.Call("ShapesLoop", "get_Own"));

    [Fact]
    public void Starting_a_program_announces_what_its_libraries_declare()
    {
        var library = Project.Of("""
            public static class Stock { [Readiness] public static bool LibraryIsReady() => true; }
            [Heartbeat(MaxSilenceSeconds = 5)] class LibraryLoop;
            """);
        var image = Loaded.Image(library);
        Assert.DoesNotContain(HealthDeclarations.Checks, check => check.Name == "library-is-ready");
        Loaded.From(
            Project.Of("static class Program { static void Main() { } }").Referring(MetadataReference.CreateFromImage(image)) with { Kind = OutputKind.ConsoleApplication },
            (library.Name, image));
        Assert.Single(HealthDeclarations.Checks, check => check.Name == "library-is-ready");
        Assert.Single(Heartbeat.All, heartbeat => heartbeat.Name == "library-loop");
    }

    public static TheoryData<string> Odd =>
    [
        "namespace @namespace { public class @class { [Readiness] public bool @event() => true; public class Inner { [Liveness(Name = \"a\\\"b\\n\")] internal static bool @if() => true; } } }",
        "[Obsolete(\"old\", error: true)] public class Old { [Readiness] public bool IsReady() => true; }",
        "public class Old { [Readiness, Obsolete(\"old\", error: true)] public bool IsReady() => true; }",
        "public partial class Half { [Readiness] public partial bool IsReady(); } public partial class Half { [Liveness] public partial bool IsReady() => true; }",
        "public partial class Both { [Readiness, Slo(99)] public partial bool IsReady(); bool IsReadyCore() => true; }",
        "public class Services { [Readiness] public bool services() => true; [Liveness] public static bool token(CancellationToken services) => true; }",
        "#nullable disable\npublic class Plain { [Readiness] public Task<bool> IsReady() => null; }",
        "public class None { [Readiness] private bool IsHidden() => true; [Readiness] public int Count() => 1; [Readiness] public bool Takes(int a) => true; [Readiness] public bool Of<T>() => true; }",
        "public class None<T> { [Readiness] public bool IsReady() => true; [DependsOn(\"\")] public void A() { } [DependsOn(\"a\", Check = \"b\")] public void B() { } }",
        "file class None { [Readiness] public bool IsReady() => true; } public struct S { [Readiness] public bool IsReady() => true; } public abstract class A { [Readiness] public bool IsReady() => true; }",
        "public class None { public bool P { [Readiness] get => true; } void M() { [Readiness] static bool Local() => true; Local(); Func<bool> f = [Readiness] () => true; f(); } }",
        "[Heartbeat] class None; [Heartbeat(MaxSilenceSeconds = -1)] class Never; [Heartbeat(MaxSilenceSeconds = double.NaN)] class NaN; [Heartbeat(MaxSilenceSeconds = double.MaxValue)] class Ever;",
        "[Heartbeat(MaxSilenceSeconds = 1)] class Heartbeats; [Heartbeat(MaxSilenceSeconds = 1)] class Equals; [Heartbeat(MaxSilenceSeconds = 1)] class Heartbeat; [Heartbeat(MaxSilenceSeconds = 1e9)] class 注文;",
        "namespace A { [Heartbeat(MaxSilenceSeconds = 1)] class Loop; } namespace B { [Heartbeat(MaxSilenceSeconds = 1)] class Loop; }",
        "class A { [Readiness] public bool IsReady() => true; } class B { [Readiness] public bool IsReady() => true; }",
        "[DependsOn(\"db\"), DependsOn(\"db\", Required = false)] interface IOrders { [DependsOn(\"db\", Check = nameof(Ping))] Task PlaceAsync(); bool Ping(); } ",
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_is_emitted_compiles_without_a_warning_whatever_is_declared(string code) => Assert.DoesNotContain(
        Project.Of(code).Generate().Complaints, complaint => !complaint.StartsWith("/repo/", StringComparison.Ordinal) || !complaint.Contains("CS1591", StringComparison.Ordinal));

    [Theory]
    [InlineData("class A { [Readiness] public bool IsReady() => true; } class B { [Readiness] public bool IsReady() => true; }")]
    [InlineData("class A { [Readiness(Name = \"Db\")] public bool IsReady() => true; [DependsOn(\"db\", Check = nameof(Ping))] public void Order() { } internal bool Ping() => true; }")]
    public void Two_checks_of_one_name_are_both_left_out(string code) =>
        Assert.DoesNotContain("DeclaredCheck ", Project.Of(code).Generate().Text, StringComparison.Ordinal);

    [Fact]
    public void One_check_that_two_places_declare_for_one_dependency_is_one() => Assert.Equal(
        2,
        Project.Of("class A { [DependsOn(\"db\", Check = nameof(Ping))] void B() { } [DependsOn(\"db\", Check = nameof(Ping))] void C() { } internal bool Ping() => true; }")
            .Generate().Text.Split("private static global::Reliability.Health.DeclaredCheck").Length);

    /// <summary>A host with two checks of one name does not start.</summary>
    [Theory]
    [InlineData("[DependsOn(\"inventory\", Check = nameof(Inventory))] class A { [HealthGroup(\"deep\")] internal static Task<bool> Inventory(CancellationToken token) => Task.FromResult(true); }", "\"deep\"")]
    [InlineData("[DependsOn(\"Inventory\", Check = nameof(Inventory))] class A { [HealthGroup(\"deep\", Optional = true, TimeoutMilliseconds = 321), Startup] internal static bool Inventory() => true; }", "\"deep\", \"startup\"")]
    [InlineData("[DependsOn(\"INVENTORY\", Check = nameof(Inventory)), DependsOn(\"inventory\", Check = nameof(Inventory))] class A { [Readiness(TimeoutMilliseconds = 321)] internal static bool Inventory() => true; }", "\"ready\"")]
    [InlineData("[DependsOn(\"INVENTORY\", Check = nameof(Inventory)), DependsOn(\"inventory\", Check = nameof(Inventory))] class A { internal static bool Inventory() => true; }", "")]
    public void A_check_of_a_dependency_that_is_in_groups_too_is_one_check_of_those_groups(string code, string groups)
    {
        var generated = Project.Of(code).Generate();
        Assert.Empty(generated.Complaints);
        var emitted = generated.Text.Split("private static global::Reliability.Health.DeclaredCheck");
        Assert.Equal(2, emitted.Length);
        Assert.Contains(groups, emitted[1], StringComparison.Ordinal);
        Assert.Equal(code.Contains("321", StringComparison.Ordinal), emitted[1].Contains("321", StringComparison.Ordinal));
    }

    [Fact]
    public void One_method_under_two_names_is_two_checks() => Assert.Equal(
        3,
        Project.Of("[DependsOn(\"stock\", Check = nameof(Inventory))] class A { [HealthGroup(\"deep\")] internal static bool Inventory() => true; }")
            .Generate().Text.Split("private static global::Reliability.Health.DeclaredCheck").Length);

    [Fact]
    public void Nothing_is_emitted_without_a_runtime() =>
        Assert.DoesNotContain(
            "Reliability.Health",
            Project.Of("class A { [Readiness] public bool IsReady() => true; } [Heartbeat(MaxSilenceSeconds = 1)] class Loop;").WithoutRuntime().Generate().Text,
            StringComparison.Ordinal);

    [Fact]
    public void Nothing_about_health_is_emitted_where_nothing_is_declared() =>
        Assert.DoesNotContain("Reliability.Health.g.cs", Project.Of("partial class A { [Slo(99)] public partial void B(); void BCore() { } }").Generate().Files.Keys);

    private static DeclaredCheck Declared(string name) => Announced(() => HealthDeclarations.Checks).Single(check => check.Name == name);

    private static ValueTask<HealthCheckResult> Ask(string name, CancellationToken cancellationToken = default) => Declared(name).Check(s_services, cancellationToken);

    /// <summary>What is announced once the program has been loaded.</summary>
    private static ImmutableArray<T> Announced<T>(Func<ImmutableArray<T>> all)
    {
        Assert.NotNull(s_program);
        return all();
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Type("Shapes"));
        services.AddSingleton(Type("IShapes"), Type("Contracted"));
        services.AddSingleton(typeof(IHostedService), Type("Hosted"));
        return services.BuildServiceProvider();

        static Type Type(string name) => s_program.Assembly.GetType(name, throwOnError: true)!;
    }
}
