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

    private static string Text(Diagnostic report) => report.GetMessage(CultureInfo.InvariantCulture);

    private static async Task<ImmutableArray<Diagnostic>> Reports(string id, string code, KeyValuePair<string, ReportDiagnostic>? set = null)
    {
        var compilation = AllRules.Compile([("Code.cs", code)], AllRules.KindOf(code));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (set is { } severity)
            compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([severity]));

        var options = new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service"));
        return await compilation.WithAnalyzers([new CatalogueAnalyzer([Catalogue.Rules.Single(rule => rule.Descriptor.Id == id)])], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
