using System.Diagnostics.Metrics;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Model;

namespace Reliability.Generators.Tests;

[Collection("Meters")]
public class ReferencedAssemblyTests
{
    private const string Library = "public static partial class Stock { [Slo(99)] public static partial void Reserve(); private static void ReserveCore() { } }";

    [Fact]
    public void Starting_a_program_announces_the_operations_of_its_libraries()
    {
        var (library, image) = Build(Project.Of(Library));
        Start(library, image, "static class Program { static void Main() { } }");
        Assert.Equal([0L, 0L], Counted(KebabCase.From(library.Name)));
    }

    [Fact]
    public void An_operation_of_the_program_and_one_of_its_library_are_both_announced()
    {
        var (library, image) = Build(Project.Of(Library));
        var program = Start(library, image, "static partial class Program { static void Main() => Run(); [Slo(99)] public static partial void Run(); static void RunCore() => Stock.Reserve(); }");
        program.Call("Program", "Main");
        Assert.Equal((1, 1), (program.Site("Run").Events(0).Good, Counted(KebabCase.From(library.Name)).Sum()));
    }

    [Fact]
    public void A_library_of_a_library_is_announced_too()
    {
        var (inner, innerImage) = Build(Project.Of(Library));
        var (outer, outerImage) = Build(Project.Of("public static class Between;").Referring(MetadataReference.CreateFromImage(innerImage)));
        var program = Project.Of("static class Program { static void Main() { } }").Referring(MetadataReference.CreateFromImage(outerImage)) with { Kind = OutputKind.ConsoleApplication };
        Loaded.From(program, (inner.Name, innerImage), (outer.Name, outerImage));
        Assert.Equal([0L, 0L], Counted(KebabCase.From(inner.Name)));
    }

    [Fact]
    public void Assemblies_that_see_each_others_internals_do_not_collide()
    {
        var program = new Project { Kind = OutputKind.ConsoleApplication };
        var (_, image) = Build(Project.Of($"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{program.Name}\")]\n" + Library));
        program = program.With("/p.cs", "using Reliability; static partial class Program { static void Main() { } [Slo(99)] public static partial void Reserve(); static void ReserveCore() { } }");
        Assert.Empty(program.Referring(MetadataReference.CreateFromImage(image)).Generate().Complaints);
    }

    [Fact]
    public void A_reference_under_an_alias_of_its_own_compiles()
    {
        var (_, image) = Build(Project.Of(Library));
        Assert.Empty(Project.Of("class C;").Referring(MetadataReference.CreateFromImage(image).WithAliases(["other"])).Generate().Complaints);
    }

    private static Loaded Start(Project library, byte[] image, string program) => Loaded.From(
        Project.Of(program).Referring(MetadataReference.CreateFromImage(image)) with { Kind = OutputKind.ConsoleApplication },
        (library.Name, image));

    private static (Project Project, byte[] Image) Build(Project project) => (project, Loaded.Image(project));

    private static List<long> Counted(string service)
    {
        var counted = new List<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == Telemetry.Events)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.Contains(new(Telemetry.Service, service)))
                counted.Add(value);
        });
        new ServiceCollection().AddReliabilityTelemetry();
        listener.Start();
        listener.RecordObservableInstruments();
        return counted;
    }
}
