using System.CommandLine;
using System.Globalization;
using Reliability.Corpus.Cost;
using Reliability.Corpus.Packages;

namespace Reliability.Corpus;

/// <summary><c>cost</c>: what the rules cost, next to what others cost.</summary>
internal static class CostCommand
{
    private const int DefaultLines = 150_000;
    private const int DefaultRuns = 5;

    public static Command Create()
    {
        var source = new Argument<string>("directory") { Description = "A repository or a directory of repositories." };
        var lines = new Option<int>("--lines") { Description = "How many lines to measure over.", DefaultValueFactory = _ => DefaultLines };
        var runs = new Option<int>("--runs") { Description = "How often to measure.", DefaultValueFactory = _ => DefaultRuns };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write the report; standard output otherwise." };
        var cache = CacheOption.Create();
        var command = new Command("cost", "Measures processor time and allocations of our rules and of other analyzers.") { source, lines, runs, output, cache };
        command.SetAction(async (result, _) => await Run(
            result.GetRequiredValue(source), result.GetValue(lines), result.GetValue(runs), result.GetValue(output), new PackageCache(result.GetRequiredValue(cache))));
        return command;
    }

    private static async Task Run(string directory, int lines, int runs, FileInfo? output, PackageCache packages)
    {
#if DEBUG
        await Console.Error.WriteLineAsync("This is a debug build of our rules; the others are optimised. Build with -c Release.");
#endif
        var projects = CostSubject.Choose(directory, lines, packages);
        var floor = new Competitor("binding floor", [new BindingFloor()]);
        var measure = ComparedAnalyzers.Load("Microsoft.CodeAnalysis.NetAnalyzers");
        Competitor[] competitors =
        [
            floor, new("ours", OurRules.AllTogether), measure,
            ComparedAnalyzers.Load("Meziantou.Analyzer"), ComparedAnalyzers.Load("Roslynator.Analyzers"),
        ];

        var measurement = new CostMeasurement(projects);
        var figures = await measurement.Run(competitors, runs, Console.Error);
        var times = await measurement.Telemetry([.. OurRules.OneByOne.Select(rule => rule.Analyzer).Distinct()]);
        var subject = string.Create(CultureInfo.InvariantCulture,
            $"{projects.Sum(project => project.Lines):N0} lines in {projects.Count} projects ({string.Join(", ", projects.Select(project => project.Name))}), {runs} runs");
        var report = CostReport.Of(subject, figures, floor, measure, OurRules.OneByOne.Select(rule => (rule, times[rule.Analyzer])));
        if (output is null)
            await Console.Out.WriteAsync(report);
        else
            await File.WriteAllTextAsync(output.FullName, report);
    }
}
