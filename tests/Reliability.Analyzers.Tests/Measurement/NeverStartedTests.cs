using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Measurement;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests.Measurement;

/// <summary>What is set up by an assembly that cannot be seen is taken for started, if that assembly could start it.</summary>
public class NeverStartedTests
{
    private const string Program = """
        using Microsoft.AspNetCore.Mvc;
        using Reliability;

        var app = WebApplication.Create(args);
        app.UseDefaults();
        app.Run();

        public class OrdersController : ControllerBase
        {
            [Slo(99.9)] public string Place() => "placed";
        }
        """;

    [Fact]
    public async Task Defaults_of_the_house_that_map_controllers_are_believed() => Assert.Empty(await Reports(
        "public static class Defaults { public static void UseDefaults(this WebApplication app) => app.MapControllers(); }"));

    [Fact]
    public async Task Defaults_that_cannot_know_controllers_map_none()
    {
        var report = Assert.Single(await Reports("public static class Defaults { public static void UseDefaults(this WebApplication app) => app.MapGet(\"/health\", () => \"ok\"); }"));
        Assert.Equal(
            "Nothing maps 'OrdersController', so it has no events and its promise looks kept; add app.MapControllers()",
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("public static class House { public static WebApplication CreateApp() { var app = WebApplication.Create(); app.MapControllers(); return app; } }", 0)]
    [InlineData("public static class House { public static async Task<WebApplication> CreateApp() { await Task.Yield(); var app = WebApplication.Create(); app.MapControllers(); return app; } }", 0)]
    [InlineData("public static class House { public static WebApplication CreateApp() => WebApplication.Create(); }", 1)]
    [InlineData("public static class House { public static WebApplicationBuilder CreateApp() { var builder = WebApplication.CreateBuilder(); builder.Services.AddControllers(); return builder; } }", 1)]
    public async Task An_application_that_the_house_makes_may_have_its_controllers(string house, int expected) =>
        Assert.Equal(expected, (await Reports(house, Program.Replace("WebApplication.Create(args)", "House.CreateApp()", StringComparison.Ordinal)
            .Replace("app.UseDefaults();", "WebApplication other = WebApplication.Create(args);", StringComparison.Ordinal).Replace("app.Run();", "other.Run(); _ = app;", StringComparison.Ordinal))).Count());

    [Fact]
    public async Task What_does_not_bind_is_no_evidence() => Assert.Empty(await Reports(""));

    [Theory]
    [InlineData("public partial class C { [Slo(99)] private partial void M(); private void MCore() { } }",
        "Nothing calls 'M', so it has no events and its promise looks kept; call it, or take it away")]
    [InlineData("[Slo(99)] public interface I { void M(); } public class C : I { public void M() { } } public static class S { static void Add(IServiceCollection s) => s.AddScoped<C>(); }",
        "Nothing registers 'I', so it has no events and its promise looks kept; add services.AddScoped<I, …>()")]
    [InlineData("[Slo(99)] public interface I { void M(); } public class C : I { public void M() { } } public static class S { static void Add(IServiceCollection s) => s.AddScoped<I, C>(); }",
        "No decorator stands in front of 'I', so its events are never counted; behind all registrations: services.AddOperationDecorators()")]
    [InlineData("[Slo(99)] public class H : Microsoft.AspNetCore.SignalR.Hub; public static class S { static void Map(WebApplication app) => app.MapControllers(); }",
        "Nothing maps 'H', so it has no events and its promise looks kept; add app.MapHub<H>(…)")]
    public async Task Each_has_its_own_cure(string code, string message)
    {
        var report = Assert.Single(await Reports(AllRules.Compile([("Code.cs", "using Reliability;\n" + code)])));
        Assert.Equal(message, report.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<IEnumerable<Diagnostic>> Reports(string defaults, string program = Program)
    {
        // As a file, and not as a compilation: the compiler leaves out the references that are not used.
        using var image = new MemoryStream();
        Assert.True(AllRules.Compile([("Defaults.cs", defaults)]).WithAssemblyName("House.Defaults").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return await Reports(AllRules.Compile([("Program.cs", program)], OutputKind.ConsoleApplication).AddReferences(MetadataReference.CreateFromImage(image.ToArray())));
    }

    private static async Task<IEnumerable<Diagnostic>> Reports(Compilation compilation)
    {
        var options = new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service"));
        return await compilation.WithAnalyzers([new CatalogueAnalyzer([new NeverStartedRule()])], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
