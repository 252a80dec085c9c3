using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Tests.Testing;

namespace Reliability.Analyzers.Tests.Lifecycle;

/// <summary>What the rules about health probes say, how loudly, and what they leave to others.</summary>
public class HealthRulesTests
{
    private const string Check = """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        public sealed class InventoryCheck(HttpClient http) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                await http.GetStringAsync("http://inventory/health");
                return HealthCheckResult.Healthy();
            }
        }
        """;

    [Fact]
    public async Task A_check_is_told_how_long_it_goes_on() =>
        Assert.Equal(
            "HttpClient.GetStringAsync goes on when the time of the check is up, for 100 s in all, and the probe hangs with it: 'cancellationToken' is at hand and not passed on",
            Text(Assert.Single(await Reports("REL0903", Check))));

    [Theory]
    [InlineData(ReportDiagnostic.Warn, 0)]
    [InlineData(ReportDiagnostic.Error, 0)]
    [InlineData(ReportDiagnostic.Info, 1)]
    [InlineData(ReportDiagnostic.Suppress, 1)]
    public async Task What_CA2016_warns_of_is_not_said_twice(ReportDiagnostic severity, int expected) =>
        Assert.Equal(expected, (await Reports("REL0903", Check, new("CA2016", severity))).Length);

    [Fact]
    public async Task An_empty_group_is_told_which_tags_there_are() =>
        Assert.Equal(
            "No health check is tagged 'traffic', so '/ready' runs none and answers 200 for ever, whatever breaks; there are 'db', 'live'",
            Text(Assert.Single(await Reports("REL0907", """
                using Microsoft.AspNetCore.Diagnostics.HealthChecks;
                using Microsoft.Extensions.Diagnostics.HealthChecks;

                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]).AddNpgSql("Host=db", tags: ["db"]);
                var app = builder.Build();
                app.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("traffic") });
                app.Run();
                """))));

    [Theory]
    [InlineData("", DiagnosticSeverity.Info)]
    [InlineData("var early = builder.Build();", DiagnosticSeverity.Warning)]
    public async Task What_only_leaves_the_platform_without_probes_is_a_suggestion(string before, DiagnosticSeverity severity) =>
        Assert.Equal(severity, Assert.Single(await Reports("REL0908", $"""
            var builder = WebApplication.CreateBuilder(args);
            {before}
            builder.AddReliability();
            var app = builder.Build();
            app.Run();
            """)).Severity);

    private const string AddsReliability = "public static class ShopHost { public static ";

    [Theory]
    [InlineData("WebApplicationBuilder CreateBuilder(string[] args) { var builder = WebApplication.CreateBuilder(args); builder.AddReliability(); return builder; } }", "var app = ShopHost.CreateBuilder(args).Build();")]
    [InlineData("async Task<WebApplicationBuilder> CreateBuilder(string[] args) { await Task.Yield(); var builder = WebApplication.CreateBuilder(args); builder.AddReliability(); return builder; } }", "var app = (await ShopHost.CreateBuilder(args)).Build();")]
    [InlineData("WebApplication CreateBuilder(string[] args) { var builder = WebApplication.CreateBuilder(args); builder.AddReliability(); return builder.Build(); } }", "var app = ShopHost.CreateBuilder(args);")]
    [InlineData("IHost CreateBuilder(string[] args) { var builder = WebApplication.CreateBuilder(args); builder.AddReliability(); return builder.Build(); } }", "var app = (WebApplication)ShopHost.CreateBuilder(args);")]
    [InlineData("WebApplicationBuilder CreateBuilder => Create(); private static WebApplicationBuilder Create() { var builder = WebApplication.CreateBuilder(); builder.AddReliability(); return builder; } }", "var app = ShopHost.CreateBuilder.Build();")]
    public async Task A_host_that_the_house_makes_may_have_been_given_AddReliability(string house, string app) =>
        Assert.Empty(await Reports("REL0908", app + " app.MapReliability(); app.Run();", house: AddsReliability + house));

    [Theory]
    [InlineData("void AddShop(this IServiceCollection services) => services.AddReliability(); }", "builder.Services.AddShop();")]
    [InlineData("void UseShop(this IHostBuilder host) => host.ConfigureServices(services => services.AddReliability()); }", "builder.Host.UseShop();")]
    public async Task What_the_house_is_given_to_add_services_to_may_have_been_given_AddReliability(string house, string call) =>
        Assert.Empty(await Reports("REL0908", "var builder = WebApplication.CreateBuilder(args); " + call + " var app = builder.Build(); app.MapReliability(); app.Run();", house: AddsReliability + house));

    [Theory]
    [InlineData("void RunShop(this IHost host) => ((WebApplication)host).MapReliability(); }", "app.RunShop();", 0)]
    [InlineData("void RunShop(this WebApplication app) => app.MapReliability(); }", "app.RunShop();", 0)]
    [InlineData("string RunShop(string name) => name; }", "app.Run(ShopHost.RunShop(\"http://a\"));", 1)]
    public async Task An_extension_of_the_house_that_is_given_the_host_may_map_the_probes(string house, string run, int expected) =>
        Assert.Equal(expected, (await Reports("REL0908", "var builder = WebApplication.CreateBuilder(args); builder.AddReliability(); var app = builder.Build(); " + run, house: AddsReliability + house)).Length);

    [Theory]
    [InlineData("string CreateBuilder(string name) => name; }", "ShopHost.CreateBuilder(\"a\");")]
    [InlineData("void UseShop(this WebApplication app) => app.UseRouting(); }", "app.UseShop();")]
    public async Task What_the_house_makes_and_takes_besides_adds_nothing(string house, string call) =>
        Assert.Single(await Reports("REL0908", "var app = WebApplication.CreateBuilder(args).Build(); app.MapReliability(); " + call + " app.Run();", house: AddsReliability + house));

    [Theory]
    [InlineData("WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(args); }", "var app = ShopHost.CreateBuilder(args).Build();", 0)]
    [InlineData("Task<WebApplication> CreateBuilder(string[] args) => Task.FromResult(WebApplication.CreateBuilder(args).Build()); }", "var app = await ShopHost.CreateBuilder(args);", 0)]
    [InlineData("string CreateBuilder(string[] args) => args[0]; }", "ShopHost.CreateBuilder(args); var app = WebApplication.CreateBuilder(args).Build();", 1)]
    public async Task A_host_that_the_house_makes_may_have_checks(string house, string app, int expected) =>
        Assert.Equal(expected, (await Reports("REL0907", $$"""
            using Microsoft.AspNetCore.Diagnostics.HealthChecks;

            new ServiceCollection().AddHealthChecks();
            {{app}}
            app.MapHealthChecks("/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("traffic") });
            app.Run();
            """, house: AddsReliability + house)).Length);

    private static string Text(Diagnostic report) => report.GetMessage(CultureInfo.InvariantCulture);

    private static async Task<ImmutableArray<Diagnostic>> Reports(string id, string code, KeyValuePair<string, ReportDiagnostic>? set = null, string? house = null)
    {
        var compilation = AllRules.Compile([("Code.cs", code)], AllRules.KindOf(code));
        if (house is not null)
            compilation = compilation.AddReferences(Image(house));

        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (set is { } severity)
            compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([severity]));

        var options = new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service"));
        return await compilation.WithAnalyzers([new CatalogueAnalyzer([Catalogue.Rules.Single(rule => rule.Descriptor.Id == id)])], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Another assembly, as a file: the compiler leaves out the references that are not used.</summary>
    private static PortableExecutableReference Image(string code)
    {
        using var image = new MemoryStream();
        var result = AllRules.Compile([("House.cs", code)]).WithAssemblyName("House.Defaults").Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
