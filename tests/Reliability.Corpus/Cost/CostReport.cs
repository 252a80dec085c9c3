using System.Globalization;
using System.Text;

namespace Reliability.Corpus.Cost;

/// <summary>Writes what was measured, with everything above the floor set in relation to the analyzers of the SDK.</summary>
internal sealed class CostReport(IReadOnlyDictionary<Competitor, List<Figure>> figures, Competitor floor, Competitor measure)
{
    private readonly StringBuilder _text = new();

    public static string Of(
        string subject,
        IReadOnlyDictionary<Competitor, List<Figure>> figures,
        Competitor floor,
        Competitor measure,
        IEnumerable<(OurRule Rule, TimeSpan Time)> rules)
    {
        var report = new CostReport(figures, floor, measure);
        report.Line($"# Cost");
        report.Line($"");
        report.Line($"{subject}. Processor time is that of the whole process. Ratio: (figure - floor) / ({measure.Name} - floor).");
        report.Line($"");
        report.Table("processor time, ms", figure => figure.Processor.TotalMilliseconds);
        report.Table("allocated, MiB", figure => figure.Allocated / (1024.0 * 1024.0));
        report.Rules(rules);
        return report._text.ToString();
    }

    private void Table(string title, Func<Figure, double> of)
    {
        Line($"## {char.ToUpperInvariant(title[0])}{title[1..]}");
        Line($"");
        Line($"| analyzers | number | min | median | times the floor (min) | ratio (min) | ratio (median) |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var competitor in figures.Keys)
        {
            var (min, median) = Of(competitor);
            Line($"| {competitor.Name} | {competitor.Analyzers.Length} | {min:N0} | {median:N0} | {min / Of(floor).Min:0.00} | {Ratio(min, of => of.Min)} | {Ratio(median, of => of.Median)} |");
        }

        Line($"");

        (double Min, double Median) Of(Competitor competitor)
        {
            var values = figures[competitor].Select(of).Order().ToArray();
            return (values[0], values[values.Length / 2]);
        }

        string Ratio(double value, Func<(double Min, double Median), double> part)
        {
            var (nothing, all) = (part(Of(floor)), part(Of(measure)));
            return ((value - nothing) / (all - nothing)).ToString("0.000", CultureInfo.InvariantCulture);
        }
    }

    private void Rules(IEnumerable<(OurRule Rule, TimeSpan Time)> rules)
    {
        Line($"## Our rules, one by one");
        Line($"");
        Line($"Telemetry of the compiler: time in the rule's own actions. What rules share is counted with each of them here.");
        Line($"");
        Line($"| rule | severity | ms |");
        Line($"| --- | --- | ---: |");
        foreach (var (rule, time) in rules)
            Line($"| {rule.Id} | {rule.Severity} | {time.TotalMilliseconds:N0} |");
    }

    private void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
