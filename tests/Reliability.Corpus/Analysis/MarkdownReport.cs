using System.Globalization;
using System.Text;

namespace Reliability.Corpus.Analysis;

/// <summary>Writes what a run found: tables first, then the reports with the code around them.</summary>
internal sealed class MarkdownReport(IReadOnlyList<RepositoryResult> results, RuleSelection selection)
{
    private readonly StringBuilder _text = new();

    public static string Of(IReadOnlyList<RepositoryResult> results, RuleSelection selection, int excerpts)
    {
        var report = new MarkdownReport(results, selection);
        report.WriteRepositories();
        report.WriteRules();
        foreach (var result in results)
            report.WriteRepository(result);

        report.WriteCrashes();
        report.WriteExcerpts(excerpts);
        return report._text.ToString();
    }

    private int Lines => results.Sum(result => result.Lines);

    private void WriteRepositories()
    {
        Line("# Corpus");
        Line();
        Line("| repository | lines | projects | compile errors | per 1,000 lines | reports | per 1,000 lines | crashes |");
        Line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var result in results)
            Row(result.Title, result.Lines, result.Projects, result.ErrorCount, result.Reports.Count, result.Crashes.Count);

        Row("**all**", Lines, results.Sum(result => result.Projects), results.Sum(result => result.ErrorCount),
            results.Sum(result => result.Reports.Count), results.Sum(result => result.Crashes.Count));
        Line();
    }

    private void Row(string title, int lines, int projects, int errors, int reports, int crashes) =>
        Line($"| {title} | {lines:N0} | {projects} | {errors:N0} | {Per(errors, lines)} | {reports:N0} | {Per(reports, lines)} | {crashes} |");

    private void WriteRules()
    {
        Line("## All repositories, by rule");
        Line();
        Rules(results);
    }

    private void WriteRepository(RepositoryResult result)
    {
        Line($"## {result.Title}");
        Line();
        foreach (var remark in result.Remarks)
            Line($"- {remark.ReplaceLineEndings(" ")}");

        Line();
        Rules([result]);
    }

    private void Rules(IReadOnlyList<RepositoryResult> of)
    {
        Line("| rule | severity | reports | per 1,000 lines | milliseconds | crashes |");
        Line("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var rule in selection.Rules)
        {
            var reports = of.Sum(result => result.Reports.Count(report => report.Rule == rule.Id));
            var time = of.Sum(result => result.Times.GetValueOrDefault(rule.Id).TotalMilliseconds);
            var crashes = of.Sum(result => result.Crashes.Count(crash => crash.Rule == rule.Id));
            Line($"| {rule.Id} | {rule.Severity} | {reports:N0} | {Per(reports, of.Sum(result => result.Lines))} | {time:N0} | {crashes} |");
        }

        Line();
    }

    private void WriteCrashes()
    {
        foreach (var crash in results.SelectMany(result => result.Crashes).DistinctBy(crash => (crash.Rule, crash.Exception)))
        {
            Line($"## AD0001: {crash.Rule} in {crash.Project}");
            Code(crash.Exception.TrimEnd() + "\n", "");
        }
    }

    private void WriteExcerpts(int count)
    {
        foreach (var rule in selection.Rules)
        {
            var sample = Sample.Of(results, rule.Id, count);
            if (sample.Count == 0)
                continue;

            var all = results.Sum(result => result.Reports.Count(report => report.Rule == rule.Id));
            Line($"## {rule.Id}: {sample.Count} of {all}");
            Line();
            foreach (var (repository, report) in sample)
            {
                Line($"### {rule.Id} {repository.Name}/{report.Path}:{report.Line} ({report.Severity.ToString().ToLowerInvariant()})");
                Line();
                Line(report.Message.ReplaceLineEndings(" "));
                Code(report.Excerpt, "csharp");
                Line("[ ] right [ ] wrong");
                Line();
            }
        }
    }

    private void Code(string code, string language)
    {
        // Longer than any fence in the code itself.
        var fence = code.Contains("```", StringComparison.Ordinal) ? "`````" : "```";
        Line();
        Line(fence + language);
        _text.Append(code);
        Line(fence);
        Line();
    }

    private static string Per(int count, int lines) =>
        (lines == 0 ? 0 : count * 1000.0 / lines).ToString("0.000", CultureInfo.InvariantCulture);

    private void Line() => _text.Append('\n');

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string line) => _text.Append(line).Append('\n');
}
