using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Tests.Testing;

/// <summary>Runs one rule over the code of a case.</summary>
internal static class Cases
{
    /// <summary>What the rule reports, in the order of the source. The code must compile, and the rule must not
    /// crash.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Reports(Rule rule, RuleCase @case, string text, string path = "Code.cs", bool isConcurrent = true)
    {
        var compilation = AllRules.Compile([(path, text)], AllRules.KindOf(text));
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(!errors.Any(), @case + " does not compile: " + string.Join("\n", errors));

        var options = new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = " + @case.Shape + "\n" + @case.Options));
        var reports = await Enabled(rule, compilation)
            .WithAnalyzers([new CatalogueAnalyzer([rule])], new CompilationWithAnalyzersOptions(options, onAnalyzerException: null, isConcurrent, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(reports, report => report.Id == "AD0001");
        return [.. reports.OrderBy(report => report.Location.SourceSpan)];
    }

    /// <summary>What the rule reports in many files at once, as text, in a stable order. Not all of them need compile together: one
    /// may declare the usings of another.</summary>
    public static async Task<IEnumerable<string>> ReportsTogether(Rule rule, IEnumerable<(string Path, string Text)> files, string options, bool isConcurrent)
    {
        var build = new AnalyzerOptions([], new TestOptions("build_property.ReliabilityShape = Service\n" + options));
        var reports = await Enabled(rule, AllRules.Compile(files))
            .WithAnalyzers([new CatalogueAnalyzer([rule])], new CompilationWithAnalyzersOptions(build, onAnalyzerException: null, isConcurrent, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return reports.Select(report => report.ToString()).Order(StringComparer.Ordinal);
    }

    private static Compilation Enabled(Rule rule, Compilation compilation) => rule.Descriptor.IsEnabledByDefault
        ? compilation
        : compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new(rule.Descriptor.Id, ReportDiagnostic.Warn)]));
}
