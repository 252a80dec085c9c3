using Microsoft.CodeAnalysis;

namespace Reliability.Generators.Tests;

/// <summary>A key stroke costs what depends on it, and nothing else. Every claim is made in both directions: what must be
/// reused is, and what must change does.</summary>
public class IncrementalTests
{
    private const int Files = 50;
    private const int TypesPerFile = 4;
    private const int OperationsPerType = 5;
    private const string Unrelated = "/repo/src/Unrelated.cs";

    private const string MetricFile = """
        // above
        using Reliability;
        [assembly: MetricSlo("edge", 99.9, Metric = "http.server.request.duration", Bad = ["http.response.status_code=~5.."])]
        [assembly: MetricSlo<Shop.Profile>("jobs", Metric = "jobs", Kind = InstrumentKind.Counter, BadMetric = "jobs.failed")]
        class BesideMetrics { public int Y => 1; }

        """;

    private const string HealthFile = """
        // above health
        using Reliability;
        namespace Shop;
        [DependsOn("mail")]
        class Stock
        {
            [Liveness, Readiness(TimeoutMilliseconds = 250)] public bool IsReady() => 8 > 1;
            [Readiness] public static bool IsOpen() => true;
            [DependsOn("bank", Check = nameof(Ping))] public void Order() { }
            internal bool Ping() => true;
        }
        [Heartbeat(MaxSilenceSeconds = 30)] class StockLoop { }
        """;

    private const string GuardedFile = """
        // above guarded
        using System.Threading; using System.Threading.Tasks; using Reliability;
        namespace Shop;
        partial class Guarded
        {
            [Retry(MaxAttempts = 3), Idempotent] public partial Task RetriedAsync(); Task RetriedAsyncCore() => Task.CompletedTask;
            [CircuitBreaker(BreakSeconds = 7)] public partial Task BrokenAsync(); Task BrokenAsyncCore() => Task.CompletedTask;
            [Fallback(nameof(Nothing))] public partial Task AnsweredAsync(); Task AnsweredAsyncCore() => Task.CompletedTask; void Nothing() { }
            [Timeout(800)] public partial Task TimedAsync(CancellationToken token); Task TimedAsyncCore(CancellationToken token) => Task.CompletedTask;
            [Capacity(MaxConcurrency = 8)] public partial Task AdmittedAsync(); Task AdmittedAsyncCore() => Task.CompletedTask; // body
        }
        """;

    private static readonly Project s_project = Thousand();
    private static readonly Lazy<Generated> s_first = new(() => s_project.Generate());

    [Fact]
    public void A_thousand_operations_are_emitted_without_complaint() => Assert.Empty(s_first.Value.Complaints);

    [Fact]
    public void Every_step_of_the_pipeline_is_tracked() =>
        Assert.Subset(s_first.Value.Steps.ToHashSet(), typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet());

    [Fact]
    public void The_first_run_reuses_nothing() => Assert.All(s_first.Value.Reasons(TrackingNames.Hooks), reason => Assert.Equal(IncrementalStepRunReason.New, reason));

    [Fact]
    public void An_edit_elsewhere_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("class Unrelated { }", "class Unrelated { int _x = 1; }")).ChangedSteps);

    [Fact]
    public void A_new_file_changes_nothing() =>
        Assert.Empty(After(s_project.With("/repo/src/New.cs", "class New { }")).ChangedSteps);

    [Fact]
    public void An_edit_inside_a_core_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("=> 7_01_01;", "=> 70101;")).ChangedSteps);

    [Fact]
    public void An_edit_below_the_last_operation_of_a_file_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("// end of file 7\n", "// end of file 7\n// really\n")).ChangedSteps);

    [Fact]
    public void An_edit_above_a_method_changes_no_hook() =>
        Assert.Empty(After(s_project.Edit("// start of file 7\n", "// start of file 7\n\n\n")).Changed<HookFile>(TrackingNames.Hooks));

    [Fact]
    public void An_edit_above_a_method_moves_its_place_in_the_manifest() =>
        Assert.Single(After(s_project.Edit("// start of file 7\n", "// start of file 7\n\n\n")).Changed<string?>(TrackingNames.Manifest));

    [Fact]
    public void A_changed_promise_changes_the_hooks_of_its_type_only() =>
        Assert.Equal("Shop.Service_7_1.Reliability.g.cs", Assert.Single(AfterChangedPromise().Changed<HookFile>(TrackingNames.Hooks)).HintName);

    [Fact]
    public void A_changed_promise_changes_the_manifest() => Assert.Single(AfterChangedPromise().Changed<string?>(TrackingNames.Manifest));

    [Fact]
    public void A_changed_promise_does_not_change_the_registration() =>
        Assert.Empty(AfterChangedPromise().Changed<RegistrationModel?>(TrackingNames.Registration));

    [Fact]
    public void A_changed_promise_changes_two_files() => Assert.Equal(
        ["Reliability.Manifest.g.cs", "Shop.Service_7_1.Reliability.g.cs"],
        ChangedFiles(AfterChangedPromise()));

    [Fact]
    public void A_changed_name_changes_three_files() => Assert.Equal(
        ["Reliability.Manifest.g.cs", "Reliability.Registration.g.cs", "Shop.Service_7_1.Reliability.g.cs"],
        ChangedFiles(After(s_project.Edit("[Slo(99.0711)]", "[Slo(99.0711, Name = \"renamed\")]"))));

    [Fact]
    public void A_changed_profile_changes_every_type_that_uses_it() =>
        Assert.Equal(Files * TypesPerFile, AfterChangedProfile().Changed<HookFile>(TrackingNames.Hooks).Count());

    [Fact]
    public void A_changed_profile_is_read_wherever_it_is_used() =>
        Assert.All(AfterChangedProfile().Changed<Declarations.OperationDeclaration>(TrackingNames.Profiled), declaration =>
            Assert.Equal(98m, declaration.Operation!.Level.Objectives[0].Target));

    [Fact]
    public void A_changed_profile_changes_no_inline_promise() =>
        Assert.Empty(AfterChangedProfile().Changed<Declarations.OperationDeclaration>(TrackingNames.Inline));

    [Fact]
    public void An_edit_beside_metrics_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("int Y => 1;", "int Y => 2;")).ChangedSteps);

    [Fact]
    public void An_attribute_of_the_assembly_that_is_no_metric_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("class BesideMetrics", "[assembly: System.Reflection.AssemblyMetadata(\"a\", \"b\")]\nclass BesideMetrics")).ChangedSteps);

    [Fact]
    public void A_changed_metric_changes_the_manifest_and_nothing_that_runs() => Assert.Equal(
        ["Reliability.Manifest.g.cs"], ChangedFiles(After(s_project.Edit("~5..", "~[45].."))));

    [Fact]
    public void A_changed_metric_is_read_alone() =>
        Assert.Equal("edge", Assert.Single(AfterChangedMetric().Changed<Declarations.OperationDeclaration>(TrackingNames.Metrics)).Operation!.Name);

    [Fact]
    public void A_changed_metric_changes_neither_hooks_nor_registration()
    {
        Assert.Empty(AfterChangedMetric().Changed<HookFile>(TrackingNames.Hooks));
        Assert.Empty(AfterChangedMetric().Changed<RegistrationModel?>(TrackingNames.Registration));
    }

    [Fact]
    public void Lines_above_metrics_move_their_places_in_the_manifest_only() => Assert.Equal(
        ["Reliability.Manifest.g.cs"], ChangedFiles(After(s_project.Edit("// above\n", "// above\n\n"))));

    [Fact]
    public void A_changed_profile_is_read_by_the_metric_that_uses_it() =>
        Assert.Equal(98m, Assert.Single(AfterChangedProfile().Changed<Declarations.OperationDeclaration>(TrackingNames.Metrics)).Operation!.Level.Objectives[0].Target);

    [Fact]
    public void A_profile_that_nobody_uses_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("[Availability(95)]", "[Availability(96)]")).ChangedSteps);

    [Theory]
    [InlineData("=> 8 > 1;", "=> 8 > 2;")]
    [InlineData("// above health\n", "// above health\n\n")]
    [InlineData("class StockLoop { }", "class StockLoop { int _x = 1; }")]
    public void An_edit_beside_checks_changes_nothing(string old, string replacement) => Assert.Empty(After(s_project.Edit(old, replacement)).ChangedSteps);

    [Theory]
    [InlineData("TimeoutMilliseconds = 250", "TimeoutMilliseconds = 300")]
    [InlineData("[Liveness, Readiness(", "[Readiness(")]
    [InlineData("[Readiness] public static bool IsOpen", "[Readiness] public static bool IsShut")]
    [InlineData("[DependsOn(\"mail\")]", "[DependsOn(\"mail\", Required = false)]")]
    [InlineData("(\"bank\", Check = nameof(Ping))", "(\"bank\")")]
    [InlineData("internal bool Ping() => true;", "internal static bool Ping() => true;")]
    [InlineData("MaxSilenceSeconds = 30", "MaxSilenceSeconds = 40")]
    public void A_change_of_what_is_declared_about_health_changes_one_file(string old, string replacement) =>
        Assert.Equal(["Reliability.Health.g.cs"], ChangedFiles(After(s_project.Edit(old, replacement))));

    [Fact]
    public void A_changed_check_is_read_alone() => Assert.Equal(
        300, Assert.Single(AfterChangedCheck().Changed<Declarations.Health.CheckDeclaration>(TrackingNames.Checks)).TimeoutMilliseconds);

    [Fact]
    public void A_changed_check_changes_neither_dependencies_nor_heartbeats_nor_hooks_nor_registration()
    {
        var after = AfterChangedCheck();
        Assert.Empty(after.Changed<object>(TrackingNames.Dependencies));
        Assert.Empty(after.Changed<object>(TrackingNames.Heartbeats));
        Assert.Empty(after.Changed<HookFile>(TrackingNames.Hooks));
        Assert.Empty(after.Changed<RegistrationModel?>(TrackingNames.Registration));
        Assert.Single(after.Changed<HealthSet>(TrackingNames.Health));
        Assert.Single(after.Changed<Generators.HealthFile?>(TrackingNames.HealthFile));
    }

    [Fact]
    public void A_changed_promise_changes_nothing_about_health()
    {
        var after = AfterChangedPromise();
        Assert.All(
            new[] { TrackingNames.Checks, TrackingNames.Dependencies, TrackingNames.Heartbeats, TrackingNames.Health, TrackingNames.HealthFile },
            step => Assert.Empty(after.Changed<object?>(step)));
    }

    [Fact]
    public void A_new_heartbeat_changes_the_registration_too() => Assert.Equal(
        ["Reliability.Health.g.cs", "Reliability.Registration.g.cs"],
        ChangedFiles(After(s_project.Edit("class BesideMetrics", "[Heartbeat(MaxSilenceSeconds = 1)] class BesideMetrics"))));

    [Theory]
    [InlineData("MaxAttempts = 3", "MaxAttempts = 4", TrackingNames.Retried)]
    [InlineData("BreakSeconds = 7", "BreakSeconds = 8", TrackingNames.Broken)]
    [InlineData("Fallback(nameof(Nothing))", "Fallback(nameof(Nothing), On = new[] { typeof(System.TimeoutException) })", TrackingNames.Answered)]
    [InlineData("Timeout(800)", "Timeout(801)", TrackingNames.Timed)]
    [InlineData("MaxConcurrency = 8", "MaxConcurrency = 9", TrackingNames.Admitted)]
    public void A_changed_guard_is_read_alone_and_changes_the_hooks_of_its_type_only(string old, string replacement, string step)
    {
        var after = After(s_project.Edit(old, replacement));
        Assert.Single(after.Changed<Declarations.OperationDeclaration>(step));
        Assert.Equal(["Shop.Guarded.Reliability.g.cs"], ChangedFiles(after));
        Assert.Empty(after.Changed<RegistrationModel?>(TrackingNames.Registration));
    }

    [Fact]
    public void An_edit_beside_a_guarded_method_changes_nothing() =>
        Assert.Empty(After(s_project.Edit("// body", "// bodies")).ChangedSteps);

    [Fact]
    public void Lines_above_a_guarded_method_change_no_hook() =>
        Assert.Empty(ChangedFiles(After(s_project.Edit("// above guarded\n", "// above guarded\n\n\n"))));

    [Fact]
    public void A_changed_owner_of_the_assembly_changes_the_hooks() =>
        Assert.NotEmpty(After(s_project.Edit("[assembly: Owner(\"payments\")]", "[assembly: Owner(\"orders\")]")).Changed<HookFile>(TrackingNames.Hooks));

    [Fact]
    public void An_edit_and_its_undoing_give_the_first_text_again() =>
        Assert.Equal(s_first.Value.Text, AfterChangedPromise().After(s_project).Text);

    [Fact]
    public void A_run_after_an_edit_gives_what_a_fresh_run_gives()
    {
        var edited = s_project.Edit("[Availability(99.5)]", "[Availability(98)]");
        Assert.Equal(edited.Generate().Text, After(edited).Text);
    }

    private static Generated AfterChangedPromise() => After(s_project.Edit("[Slo(99.0711)]", "[Slo(98.0711)]"));

    private static Generated AfterChangedCheck() => After(s_project.Edit("TimeoutMilliseconds = 250", "TimeoutMilliseconds = 300"));

    private static Generated AfterChangedMetric() => After(s_project.Edit("(\"edge\", 99.9", "(\"edge\", 99.8"));

    private static Generated AfterChangedProfile() => After(s_project.Edit("[Availability(99.5)]", "[Availability(98)]"));

    /// <summary>Runs again after an edit. Syntax trees of untouched files are shared, as in an editor.</summary>
    private static Generated After(Project edited)
    {
        var compilation = s_first.Value.Output.RemoveSyntaxTrees(s_first.Value.Output.SyntaxTrees.Skip(s_project.Files.Length));
        foreach (var (path, text) in edited.Files)
        {
            var old = compilation.SyntaxTrees.SingleOrDefault(tree => tree.FilePath == path);
            if (old?.ToString() == text)
                continue;

            var tree = Project.Parse(path, text);
            compilation = old is null ? compilation.AddSyntaxTrees(tree) : compilation.ReplaceSyntaxTree(old, tree);
        }

        return Generated.Of(s_first.Value.Driver, compilation);
    }

    private static IEnumerable<string> ChangedFiles(Generated after)
    {
        var before = s_first.Value.Files;
        return after.Files.Where(file => !before.TryGetValue(file.Key, out var text) || text != file.Value).Select(file => file.Key);
    }

    /// <summary>A thousand operations, every other one inline; in each type some of either kind.</summary>
    private static Project Thousand()
    {
        var project = Project.WithFailover("") with { Files = [] };
        project = project
            .With("/repo/src/Assembly.cs", "using Reliability;\n[assembly: Service(\"shop\")]\n[assembly: Owner(\"payments\")]\n")
            .With("/repo/src/Profile.cs", "using Reliability;\nnamespace Shop;\n[Availability(99.5)] class Profile : SloProfile;\n")
            .With("/repo/src/Unused.cs", "using Reliability;\nnamespace Shop;\n[Availability(95)] class Unused : SloProfile;\n")
            .With("/repo/src/Metrics.cs", MetricFile)
            .With("/repo/src/Health.cs", HealthFile)
            .With("/repo/src/Stock.cs", "using Reliability;\nnamespace Shop;\ninterface IStock { [Slo(99)] int Count(); }\n")
            .With("/repo/src/Guarded.cs", GuardedFile)
            .With(Unrelated, "class Unrelated { }") with { SourceRoot = "/repo" };
        for (var file = 0; file < Files; file++)
            project = project.With($"/repo/src/File{file}.cs", File(file));

        return project;
    }

    private static string File(int file) =>
        $"// start of file {file}\nusing Reliability;\nnamespace Shop;\n"
        + string.Concat(Enumerable.Range(0, TypesPerFile).Select(type => Type(file, type)))
        + $"// end of file {file}\n";

    private static string Type(int file, int type) =>
        $"static partial class Service_{file}_{type}\n{{\n"
        + string.Concat(Enumerable.Range(0, OperationsPerType).Select(operation =>
            $"    [Slo{(operation % 2 == 0 ? "<Profile>" : $"(99.{file:00}{type}{operation})")}]\n"
            + $"    public static partial int Operation_{file}_{type}_{operation}();\n"
            + $"    private static int Operation_{file}_{type}_{operation}Core() => {file}_0{type}_0{operation};\n"))
        + "}\n";
}
