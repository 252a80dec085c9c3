using System.CommandLine;
using Reliability.Corpus.Analysis;
using Reliability.Corpus.Packages;

namespace Reliability.Corpus;

/// <summary><c>run</c>: what the rules say about code that others wrote.</summary>
internal static class RunCommand
{
    private const int DefaultExcerpts = 20;

    public static Command Create()
    {
        var source = new Argument<string>("directory-or-binlog") { Description = "A repository, a directory of repositories, or the log of a build (-bl)." };
        var output = new Option<FileInfo?>("--out") { Description = "Where to write the report; standard output otherwise." };
        var excerpts = new Option<int>("--excerpts") { Description = "Reports to show for each rule.", DefaultValueFactory = _ => DefaultExcerpts };
        var rules = new Option<string[]>("--rule") { Description = "Runs these rules only, even if they are off by default.", AllowMultipleArgumentsPerToken = true };
        var suggestions = new Option<bool>("--include-suggestions") { Description = "Runs rules below warning too." };
        var shape = new Option<string?>("--shape") { Description = "Takes every project for a Service, Worker, Library or Tool." };
        var cache = CacheOption.Create();
        var command = new Command("run", "Runs the rules and writes what they say as Markdown. Exit code 1 if a rule threw an exception.")
        {
            source, output, excerpts, rules, suggestions, shape, cache,
        };
        command.SetAction(async (result, _) => await Run(
            result.GetRequiredValue(source),
            result.GetValue(output),
            result.GetValue(excerpts),
            RuleSelection.Of(result.GetValue(rules) ?? [], result.GetValue(suggestions)),
            result.GetValue(shape),
            new PackageCache(result.GetRequiredValue(cache))));
        return command;
    }

    private static async Task<int> Run(string source, FileInfo? output, int excerpts, RuleSelection selection, string? shape, PackageCache packages)
    {
        var run = new CorpusRun(selection, shape, packages, Console.Error);
        var results = source.EndsWith(".binlog", StringComparison.OrdinalIgnoreCase) ? await run.OverBinaryLog(source) : await run.OverDirectory(source);
        var report = MarkdownReport.Of(results, selection, excerpts);
        if (output is null)
            await Console.Out.WriteAsync(report);
        else
            await File.WriteAllTextAsync(output.FullName, report);

        return results.Any(result => result.Crashes.Count > 0) ? 1 : 0;
    }
}
