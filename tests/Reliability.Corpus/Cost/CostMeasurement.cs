using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Reliability.Corpus.Compilations;

namespace Reliability.Corpus.Cost;

/// <summary>Measures what analyzers cost over some projects. Each run starts with compilations in which nothing is bound,
/// and runs one thing at a time, so that figures can be compared.</summary>
internal sealed class CostMeasurement(IReadOnlyList<CompilableProject> projects)
{
    private const int WarmUps = 2;

    /// <summary>Runs competitors in turns, so that what changes with time changes for all of them.</summary>
    public async Task<Dictionary<Competitor, List<Figure>>> Run(IReadOnlyList<Competitor> competitors, int runs, TextWriter progress)
    {
        var figures = competitors.ToDictionary(competitor => competitor, _ => new List<Figure>());

        // The first rounds fill caches and have methods compiled; they do not count.
        for (var round = 1 - WarmUps; round <= runs; round++)
        {
            foreach (var competitor in competitors)
            {
                var figure = await Measure(competitor.Analyzers);
                await progress.WriteLineAsync(FormattableString.Invariant(
                    $"{(round <= 0 ? "warm-up" : $"run {round}")}: {competitor.Name} {figure.Processor.TotalMilliseconds:0} ms, {figure.Allocated >> 20} MiB"));
                if (round > 0)
                    figures[competitor].Add(figure);
            }
        }

        return figures;
    }

    /// <summary>What each analyzer takes by itself, as the compiler's own telemetry has it: without the binding.</summary>
    public async Task<Dictionary<DiagnosticAnalyzer, TimeSpan>> Telemetry(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var times = analyzers.ToDictionary(analyzer => analyzer, _ => TimeSpan.Zero);
        foreach (var (project, compilation) in Compilations())
        {
            var result = await compilation.WithAnalyzers(analyzers, Options(project, logTime: true)).GetAnalysisResultAsync(CancellationToken.None);
            foreach (var (analyzer, telemetry) in result.AnalyzerTelemetryInfo)
                times[analyzer] += telemetry.ExecutionTime;
        }

        return times;
    }

    private async Task<Figure> Measure(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var compilations = Compilations();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();

        using var process = Process.GetCurrentProcess();
        var (processor, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        foreach (var (project, compilation) in compilations)
            await compilation.WithAnalyzers(analyzers, Options(project, logTime: false)).GetAnalyzerDiagnosticsAsync(CancellationToken.None);

        process.Refresh();
        return new Figure(process.TotalProcessorTime - processor, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private List<(CompilableProject Project, CSharpCompilation Compilation)> Compilations()
    {
        var made = new Dictionary<CompilableProject, CSharpCompilation>();
        return [.. projects.Select(project => (project, project.Compile(made)))];
    }

    private static CompilationWithAnalyzersOptions Options(CompilableProject project, bool logTime) => new(
        new AnalyzerOptions([], project.BuildOptions), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: logTime);
}
