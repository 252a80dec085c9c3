using System.Globalization;
using System.Text;

namespace Reliability.Benchmarks.Generator;

/// <summary>The figures as the page shows them.</summary>
internal static class GeneratorReport
{
    private const int GrowthFrom = 100;
    private const double GrowthBar = 1.1;
    private const int StrokeBarAt = 1000;

    public static string Of(IReadOnlyList<GeneratorFigure> figures)
    {
        var text = new StringBuilder();
        text.Append("| generator | methods | cold, processor ms (least) | median | KiB | key stroke, processor ms (least) | median | KiB |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var (contender, methods, cold, stroke) in figures.OrderBy(figure => figure.Methods))
            text.Append(CultureInfo.InvariantCulture, $"| {contender} | {methods:#,0} | {Cells(cold)} | {Cells(stroke)} |\n");

        text.Append('\n');
        foreach (var contender in figures.GroupBy(figure => figure.Contender))
            Exponents(text, contender.Key, [.. contender.Where(figure => figure.Methods >= GrowthFrom)]);

        Ratio(text, figures);
        return text.ToString();
    }

    private static string Cells(Sample sample) =>
        string.Create(CultureInfo.InvariantCulture, $"{sample.Least:#,0.00} | {sample.Median:#,0.00} | {sample.Allocated:#,0}");

    private static void Exponents(StringBuilder text, string contender, IReadOnlyList<GeneratorFigure> figures)
    {
        if (figures.Count < 2)
            return;

        var cold = Growth.Exponent(figures.Select(figure => ((double)figure.Methods, figure.Cold.Least)));
        var stroke = Growth.Exponent(figures.Select(figure => ((double)figure.Methods, figure.Stroke.Least)));
        text.Append(CultureInfo.InvariantCulture, $"- Growth of {contender} from {GrowthFrom} methods on: exponent {cold:0.00} cold, {stroke:0.00} after a key stroke");
        text.Append(contender == GeneratorContender.Ours.Name ? string.Create(CultureInfo.InvariantCulture, $" (bar: ≤ {GrowthBar})\n") : "\n");
    }

    private static void Ratio(StringBuilder text, IReadOnlyList<GeneratorFigure> figures)
    {
        var sized = figures.Where(figure => figure.Methods == StrokeBarAt).ToDictionary(figure => figure.Contender);
        if (sized.TryGetValue(GeneratorContender.Ours.Name, out var ours) && sized.TryGetValue(GeneratorContender.LoggerMessage.Name, out var theirs))
        {
            text.Append(CultureInfo.InvariantCulture, $"- A key stroke at {StrokeBarAt:#,0} methods: {ours.Stroke.Least / theirs.Stroke.Least:0.00} of LoggerMessage ");
            text.Append(CultureInfo.InvariantCulture, $"by the least, {ours.Stroke.Median / theirs.Stroke.Median:0.00} by the median (bar: < 1)\n");
        }
    }
}
