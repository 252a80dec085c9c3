using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Reliability.Health;
using Reliability.Model;

namespace Reliability.Generators.Tests;

/// <summary>A program is edited while it runs. Its counters go on, and what is new is counted from its first call.</summary>
public class HotReloadTests
{
    private const string Modifiable = "DOTNET_MODIFIABLE_ASSEMBLIES";

    private static readonly Project s_project = Project.Of("""
        public partial class Service
        {
            [Slo(99)] public partial int Answer();
            int AnswerCore() => 1;

            [Slo(99)] public partial Task<int> AnswerLaterAsync();
            async Task<int> AnswerLaterAsyncCore() { await Task.Yield(); return 1; }
            // here
        }
        """);

    [Fact]
    public Task An_edited_core_answers_anew_and_is_counted_by_the_same_counters() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        Assert.Equal(1, program.Call("Service", "Answer"));
        program.Edit(s_project.Edit("int AnswerCore() => 1;", "int AnswerCore() => 2;"));
        Assert.Equal(2, program.Call("Service", "Answer"));
        Assert.Equal((2, 0), program.Site("Answer").Events(0));
        return Task.CompletedTask;
    });

    [Fact]
    public Task An_edited_core_that_fails_is_bad() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        program.Call("Service", "Answer");
        program.Edit(s_project.Edit("int AnswerCore() => 1;", "int AnswerCore() => throw new TimeoutException();"));
        Assert.Throws<TimeoutException>(() => program.Call("Service", "Answer"));
        Assert.Equal((1, 1), program.Site("Answer").Events(0));
        return Task.CompletedTask;
    });

    [Fact]
    public Task An_edited_async_core_is_counted_by_the_same_counters() => WhereAssembliesMayChange(async () =>
    {
        var program = EditedProgram.Start(s_project);
        Assert.Equal(1, await (Task<int>)program.Call("Service", "AnswerLaterAsync")!);
        program.Edit(s_project.Edit("{ await Task.Yield(); return 1; }", "{ await Task.Yield(); await Task.Delay(1); return 2; }"));
        Assert.Equal(2, await (Task<int>)program.Call("Service", "AnswerLaterAsync")!);
        Assert.Equal((2, 0), program.Site("AnswerLater").Events(0));
    });

    /// <summary>The type is initialised and its assembly is loaded, and neither happens again.</summary>
    [Fact]
    public Task A_new_operation_of_a_running_type_is_counted_from_its_first_call() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        program.Call("Service", "Answer");
        program.Edit(s_project.Edit("// here", "[Slo(99.5)] public partial string Greet(string name); string GreetCore(string name) => name.Length > 0 ? \"hello \" + name : throw new ArgumentException(name);"));
        Assert.Equal("hello you", program.Call("Service", "Greet", "you"));
        Assert.Throws<ArgumentException>(() => program.Call("Service", "Greet", ""));
        Assert.Equal(1, program.Call("Service", "Answer"));

        Assert.Equal((1, 1), Published("greet"));
        Assert.Equal((2, 0), program.Site("Answer").Events(0));
        return Task.CompletedTask;
    });

    /// <summary>A counter that first appears at one has not increased.</summary>
    [Fact]
    public Task A_new_operation_is_at_zero_before_its_first_call() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        program.Edit(s_project.Edit("// here", "[Slo(99)] public partial void Rest(); void RestCore() { }"));
        Assert.Equal((0, 0), Published("rest"));
        return Task.CompletedTask;
    });

    /// <summary>What a framework calls is found by its line. The lines of methods that were not edited stay what they were.</summary>
    [Fact]
    public Task Moved_and_new_actions_are_found() => WhereAssembliesMayChange(() =>
    {
        var project = Project.WithEndpoints("""
            using Microsoft.AspNetCore.Mvc;
            public class OrdersController : ControllerBase
            {
                [Slo(99)] public int Get() => 1;
                [Slo(99)] public int Edited() => 1;
            }
            """);
        var program = EditedProgram.Start(project);
        program.Edit(project.Edit("[Slo(99)] public int Get() => 1;", "// a line\n[Slo(99)] public int Added() => 1;\n[Slo(99)] public int Get() => 1;").Edit("Edited() => 1", "Edited() => 2"));
        Assert.Equal(
            ["orders-get", "orders-edited", "orders-added"],
            new[] { "Get", "Edited", "Added" }.Select(action => OperationSite.Of(program.Method("OrdersController", action))?.Operation.Name));
        return Task.CompletedTask;
    });

    [Fact]
    public Task A_new_async_operation_of_a_running_type_is_counted() => WhereAssembliesMayChange(async () =>
    {
        var program = EditedProgram.Start(s_project);
        program.Call("Service", "Answer");
        program.Edit(s_project.Edit("// here", "[Slo(99.5)] public partial Task<int> SumAsync(int a); async Task<int> SumAsyncCore(int a) { await Task.Yield(); return a + 1; }"));
        Assert.Equal(42, await (Task<int>)program.Call("Service", "SumAsync", 41)!);
        Assert.Equal((1, 0), Published("sum"));
    });

    [Fact]
    public Task A_new_type_with_an_operation_is_counted() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        program.Edit(s_project.With("/repo/src/Other.cs", "using Reliability; public partial class Other { [Slo(99)] public partial void Ring(); void RingCore() { } }"));
        program.Call("Other", "Ring");
        Assert.Equal((1, 0), Published("ring"));
        return Task.CompletedTask;
    });

    /// <summary>One edit after another, as a morning goes.</summary>
    [Fact]
    public Task An_operation_that_was_added_while_running_can_be_edited_and_followed_by_another() => WhereAssembliesMayChange(() =>
    {
        var program = EditedProgram.Start(s_project);
        var added = s_project.Edit("// here", "[Slo(99.5)] public partial int First(); int FirstCore() => 1;\n// here");
        program.Edit(added);
        Assert.Equal(1, program.Call("Service", "First"));
        var edited = added.Edit("int FirstCore() => 1;", "int FirstCore() => 2;");
        program.Edit(edited);
        Assert.Equal(2, program.Call("Service", "First"));
        program.Edit(edited.Edit("// here", "[Slo(99.5)] public partial int Second(); int SecondCore() => First();"));
        Assert.Equal(2, program.Call("Service", "Second"));
        Assert.Equal(((3, 0), (1, 0)), (Published("first"), Published("second")));
        return Task.CompletedTask;
    });

    /// <summary>The program announced nothing when it started: there was no generated code at all.</summary>
    [Fact]
    public Task The_first_operation_of_a_program_is_counted() => WhereAssembliesMayChange(() =>
    {
        var project = Project.Of("public partial class Service { public int Plain() => 1; /* here */ }");
        var program = EditedProgram.Start(project);
        program.Call("Service", "Plain");
        program.Edit(project.Edit("/* here */", "[Slo(99)] public partial int Measured(); int MeasuredCore() => 2;"));
        Assert.Equal(2, program.Call("Service", "Measured"));
        Assert.Equal((1, 0), Published("measured"));
        return Task.CompletedTask;
    });

    /// <summary>Checks are registered when the host is built; what is edited later is asked anew, and nothing is registered twice.</summary>
    [Fact]
    public Task An_edited_check_answers_anew_and_is_still_one() => WhereAssembliesMayChange(async () =>
    {
        var project = Project.Of("public static class Stock { [Readiness] public static bool EditedIsReady() => false; }");
        var program = EditedProgram.Start(project);
        program.Edit(project.Edit("=> false;", "=> true;"));
        var check = Assert.Single(HealthDeclarations.Checks, check => check.Name == "edited-is-ready");
        Assert.Equal(HealthStatus.Healthy, (await check.Check(new ServiceCollection().BuildServiceProvider(), TestContext.Current.CancellationToken)).Status);
    });

    [Fact]
    public Task A_heartbeat_that_is_added_to_a_running_program_is_known_before_its_first_beat() => WhereAssembliesMayChange(() =>
    {
        var project = Project.Of("[Heartbeat(MaxSilenceSeconds = 1)] public class FirstLoop; public class SecondLoop;");
        var program = EditedProgram.Start(project);
        program.Edit(project.Edit("public class SecondLoop", "[Heartbeat(MaxSilenceSeconds = 1)] public class SecondLoop"));
        Assert.Equal(["first-loop", "second-loop"], Heartbeat.All.Select(heartbeat => heartbeat.Name));
        return Task.CompletedTask;
    });

    /// <summary>An attribute of an assembly cannot be edited, and the manifest changes with every line.</summary>
    [Fact]
    public void There_is_no_manifest_where_a_program_is_only_edited()
    {
        Assert.Contains("[assembly: ", s_project.Generate().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[assembly: ", (s_project with { IsDesignTime = true }).Generate().Text, StringComparison.Ordinal);
    }

    /// <summary>A field that is initialised with something else needs a new start, so no field holds a line.</summary>
    [Fact]
    public void A_line_that_moves_an_endpoint_changes_one_method_only()
    {
        var project = Project.WithEndpoints("""
            using Microsoft.AspNetCore.Mvc;
            [Slo(99)] public class OrdersController : ControllerBase { [Slo(99)] public int Get() => 1; }
            """) with { IsDesignTime = true };
        var edits = SemanticEdits.Between(project.Generate().Output, project.Edit("[Slo(99)] public class", "// a line\n[Slo(99)] public class").Generate().Output);
        Assert.Equal(["Announce"], edits.Select(edit => edit.NewSymbol!.Name));
    }

    /// <summary>The events of an operation as the platform collects them: what nobody announced is not among them.</summary>
    private static (long Good, long Bad) Published(string slo)
    {
        var events = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == Telemetry.Events)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var labels = new TagList(tags);
            if (labels.Contains(new(Telemetry.Slo, slo)))
                events.Add((string)labels.Single(label => label.Key == Telemetry.Outcome).Value!, value);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return (events[Telemetry.Good], events[Telemetry.Bad]);
    }

    /// <summary>A process decides when it starts whether its assemblies may change, so the test runs itself again in one
    /// that has decided so.</summary>
    private static async Task WhereAssembliesMayChange(Func<Task> test, [CallerMemberName] string name = "")
    {
        if (Environment.GetEnvironmentVariable(Modifiable) == "debug")
        {
            Assert.True(MetadataUpdater.IsSupported);
            await test();
            return;
        }

        var start = new ProcessStartInfo(
            "dotnet", [typeof(HotReloadTests).Assembly.Location, "--filter-method", $"{typeof(HotReloadTests).FullName}.{name}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Modifiable] = "debug";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }
}
