using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Generators.Tests;

/// <summary>What an edit costs where there are decorators, that the order of files does not matter, and how an assembly hands its
/// decorators to those that refer to it.</summary>
public class DecoratorPipelineTests
{
    private static readonly Project s_project = new Project { SourceRoot = "/repo" }
        .With("/repo/Stock.cs", "using Reliability;\n// above\ninterface IStock : IBase { [Slo(99)] int Take(int count); [Slo(98)] void Put(); void Other(); }\n")
        .With("/repo/Base.cs", "interface IBase { void Inherited(); }\n")
        .With("/repo/Shelf.cs", "using Reliability;\n[Slo(99)] interface IShelf { void Fill(); }\n[Slo<Profile>] interface IRack : IShelf { void Hang(); }\n")
        .With("/repo/Profile.cs", "using Reliability;\n[Availability(97)] class Profile : SloProfile;\n")
        .With("/repo/Unrelated.cs", "class Unrelated { }");

    [Theory]
    [InlineData("class Unrelated { }", "class Unrelated { int _x = 1; }")]
    [InlineData("void Fill(); }", "void Fill(); /* empty it first */ }")]
    public void An_edit_that_says_nothing_changes_nothing(string old, string edited) => Assert.Empty(After(old, edited).ChangedSteps);

    [Fact]
    public void An_edit_above_a_promise_changes_no_decorator() => Assert.Empty(After("// above\n", "// above\n\n").Changed<DecoratorFile>(TrackingNames.Decorators));

    [Fact]
    public void A_changed_promise_changes_no_decorator() => Assert.Empty(After("[Slo(98)]", "[Slo(98.5)]").Changed<DecoratorFile>(TrackingNames.Decorators));

    [Theory]
    [InlineData("void Other();", "int Other();", "IStock")]
    [InlineData("void Inherited();", "void Inherited(int a);", "IStock")]
    [InlineData("[Slo(98)]", "[Slo(98, Name = \"other\")]", "IStock")]
    [InlineData("void Hang();", "int Hang();", "IRack")]
    [InlineData("int Take(int count)", "long Take(int count)", "IStock")]
    public void A_changed_interface_changes_its_decorator_only(string old, string edited, string type) =>
        Assert.Equal(type + ".Decorator.Reliability.g.cs", Assert.Single(After(old, edited).Changed<DecoratorFile>(TrackingNames.Decorators)).HintName);

    [Fact]
    public void A_changed_interface_does_not_change_the_registration() =>
        Assert.Empty(After("void Other();", "int Other();").Changed<RegistrationModel?>(TrackingNames.Registration));

    [Fact]
    public void A_run_after_an_edit_gives_what_a_fresh_run_gives()
    {
        var edited = s_project.Edit("void Inherited();", "[Reliability.Slo(96)] void Inherited();");
        Assert.Equal(edited.Generate().Text, s_project.Generate().After(edited).Text);
    }

    [Fact]
    public void The_order_of_files_does_not_matter()
    {
        var project = s_project with { Name = "Determined" };
        var expected = project.Generate().Text;
        for (var seed = 0; seed < 10; seed++)
        {
            var files = project.Files.ToArray();
            new Random(seed).Shuffle(files);
            Assert.Equal(expected, (project with { Files = [.. files] }).Generate().Text);
        }
    }

    [Fact]
    public void A_program_that_knows_nothing_of_promises_decorates_the_interfaces_of_its_libraries()
    {
        var library = Project.Of("public interface IStock { [Slo(99)] int Take(int count); } public class Stock : IStock { public int Take(int count) => count; }");
        var assembly = new AssemblyLoadContext(library.Name, isCollectible: true).LoadFromStream(new MemoryStream(Loaded.Image(library)));
        var (service, implementation) = (assembly.GetType("IStock")!, assembly.GetType("Stock")!);
        using var services = new ServiceCollection().AddSingleton(service, implementation).AddOperationDecorators().BuildServiceProvider();
        var stock = services.GetRequiredService(service);
        Assert.Equal(5, service.GetMethod("Take")!.Invoke(stock, [5]));
        Assert.Equal((implementation, 1), (((IOperationDecorator)stock).Inner.GetType(), SiteOf(library, "take").Events(0).Good));
    }

    [Fact]
    public void An_interface_of_a_library_is_counted_there_through_one_of_the_program_that_inherits_it()
    {
        var library = Project.Of("public interface IBase<T> { [Slo(99)] T Run(T value); }");
        var image = Loaded.Image(library);
        var program = Loaded.From(
            Project.Of("""
                interface IOwn : IBase<int> { [Slo(99)] void Walk(); }
                class Own : IOwn { public int Run(int value) => value; public void Walk() { } }
                public static class Program
                {
                    public static int Run() => OwnDecorator.Run(3);
                    private static IBase<int> OwnDecorator => Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IOwn>(
                        Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(
                            Microsoft.Extensions.DependencyInjection.OperationDecoratorServiceCollectionExtensions.AddOperationDecorators(
                                Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IOwn, Own>(new Microsoft.Extensions.DependencyInjection.ServiceCollection()))));
                }
                """).Referring(MetadataReference.CreateFromImage(image)),
            (library.Name, image));
        Assert.Equal(3, program.Call("Program", "Run"));
        Assert.Equal(1, SiteOf(library, "run").Events(0).Good);
    }

    private static Generated After(string old, string edited) => s_project.Generate().After(s_project.Edit(old, edited));

    /// <summary>The site of the one operation of a project that another has loaded.</summary>
    private static OperationSite SiteOf(Project project, string name) => OperationSite.Create(
        new() { Name = Model.KebabCase.From(project.Name) },
        new() { Name = name, Function = "", Layer = Model.OperationLayer.Decorator, Level = new() { Objectives = default, WindowDays = 30 } });
}
