using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Corpus.Compilations;
using Reliability.Corpus.Projects;

namespace Reliability.Corpus.Analysis;

/// <summary>Runs rules over the projects of one repository.</summary>
internal sealed class RepositoryAnalysis(RuleSelection selection, RepositoryResult result, string root)
{
    /// <summary>From so many errors in 1,000 lines on, what the rules say about a project is to be read with care.</summary>
    private const int BadlyBound = 10;

    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string, int, int, string)> _reported = [];

    public async Task Run(IReadOnlyList<CompilableProject> projects)
    {
        // Shared, so that a project that others refer to is bound once; what a rule takes is measured apart from that.
        var made = new Dictionary<CompilableProject, CSharpCompilation>();
        foreach (var project in projects)
        {
            var compilation = project.Compile(made);
            CountLines(project);
            CountErrors(project, compilation);
            await RunRules(project, selection.Apply(compilation));
        }

        result.Projects = projects.Count;
        result.Reports.Sort((first, second) => first.Place.CompareTo(second.Place));
    }

    private void CountLines(CompilableProject project)
    {
        foreach (var tree in project.Sources.Where(tree => _counted.Add(tree.FilePath)))
            result.Lines += SourceLines.Count(tree);
    }

    private void CountErrors(CompilableProject project, CSharpCompilation compilation)
    {
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count * 1000 > BadlyBound * project.Lines)
            result.BadlyBound.Add(project.Name);

        foreach (var error in errors)
        {
            var known = result.Errors.GetValueOrDefault(error.Id) ?? new ErrorCount(0, Describe(error));
            result.Errors[error.Id] = known with { Count = known.Count + 1 };
        }
    }

    private string Describe(Diagnostic error) =>
        $"{PathOf(error.Location)}:{error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.GetMessage(Invariant)}";

    private async Task RunRules(CompilableProject project, CSharpCompilation compilation)
    {
        if (selection.Analyzers.IsEmpty)
            return;

        var crashes = new ConcurrentQueue<(DiagnosticAnalyzer Analyzer, Exception Exception)>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], project.BuildOptions),
            onAnalyzerException: (exception, analyzer, _) => crashes.Enqueue((analyzer, exception)),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true);
        var analysis = await compilation.WithAnalyzers(selection.Analyzers, options).GetAnalysisResultAsync(CancellationToken.None);

        foreach (var diagnostic in analysis.GetAllDiagnostics().Where(selection.Includes))
            Add(diagnostic);

        foreach (var (analyzer, exception) in crashes)
            result.Crashes.Add(new Crash(RuleOf(analyzer), project.Name, exception.ToString()));

        foreach (var (analyzer, telemetry) in analysis.AnalyzerTelemetryInfo)
            result.Times[RuleOf(analyzer)] = result.Times.GetValueOrDefault(RuleOf(analyzer)) + telemetry.ExecutionTime;
    }

    private void Add(Diagnostic diagnostic)
    {
        var position = diagnostic.Location.GetLineSpan().StartLinePosition;
        var report = new Report(
            diagnostic.Id, diagnostic.Severity, PathOf(diagnostic.Location), position.Line + 1, position.Character + 1, diagnostic.GetMessage(Invariant), Excerpt.Of(diagnostic.Location));

        // A file that several projects compile is judged once.
        if (_reported.Add(report.Place))
            result.Reports.Add(report);
    }

    private string RuleOf(DiagnosticAnalyzer analyzer) => selection.Rules.First(rule => rule.Analyzer == analyzer).Id;

    private string PathOf(Location location) =>
        location.SourceTree is { FilePath: { Length: > 0 } path } ? Paths.Relative(root, path) : "(no file)";

    private static System.Globalization.CultureInfo Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
