using System.Globalization;
using System.Text;

namespace Reliability.Benchmarks.Hooks.Measuring;

/// <summary>The figures as the page shows them: ratios within the run, beside the bars.</summary>
internal static class RatioTable
{
    public static string Of(IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder();
        Summary(text, figures);
        foreach (var listener in Enum.GetValues<ListenerState>())
            Everyone(text, listener, [.. figures.Where(figure => figure.Listener == listener)]);

        return text.ToString();
    }

    /// <summary>Our hook only: where it has a bar.</summary>
    private static void Summary(StringBuilder text, IReadOnlyList<Figure> figures)
    {
        text.Append("| subject | nobody listens: ns above raw | bar | twin of raw | B above raw | OpenTelemetry: ratio to hand-written | bar | B above hand-written | bar |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (var subject in figures.Where(figure => figure.Contender == Figure.Ours).GroupBy(figure => figure.Subject))
        {
            var idle = subject.FirstOrDefault(figure => figure.Listener == ListenerState.None);
            var busy = subject.FirstOrDefault(figure => figure.Listener == ListenerState.OpenTelemetry);
            var bar = Bar.Of(subject.Key);
            text.Append(CultureInfo.InvariantCulture, $"| {subject.Key} ");
            var noise = figures.FirstOrDefault(figure => figure.Listener == ListenerState.None && figure.Subject == subject.Key && figure.Contender == Figure.Twin)?.AboveRaw;
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(idle, Signed(idle?.AboveRaw), idle?.AboveRaw <= Bar.IdleNanoseconds)} | ≤ {Bar.IdleNanoseconds} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(idle, Signed(noise), kept: true)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(idle, Bytes(figures, idle, Figure.Raw), Above(figures, idle, Figure.Raw) < 1)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(busy, $"{busy?.ToHandWritten:0.00}", busy?.ToHandWritten <= bar.Ratio)} | ≤ {bar.Ratio:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Cell(busy, Bytes(figures, busy, Figure.HandWritten), !bar.AddsNothing || Above(figures, busy, Figure.HandWritten) < 1)} ");
            text.Append(bar.AddsNothing ? "| 0 |\n" : "| |\n");
        }
    }

    private static void Everyone(StringBuilder text, ListenerState listener, IReadOnlyList<Figure> figures)
    {
        if (figures.Count == 0)
            return;

        text.Append(CultureInfo.InvariantCulture, $"\n{listener}: ns (ratio to hand-written), B\n\n");
        var contenders = figures.Select(figure => figure.Contender).Distinct().ToList();
        text.Append(CultureInfo.InvariantCulture, $"| subject | {string.Join(" | ", contenders)} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| --- |{string.Concat(contenders.Select(_ => " ---: |"))}\n");
        foreach (var subject in figures.GroupBy(figure => figure.Subject))
        {
            var cells = contenders.Select(contender => subject.FirstOrDefault(figure => figure.Contender == contender) is { } figure
                ? string.Create(CultureInfo.InvariantCulture, $"{figure.Nanoseconds:#,0.0} ({figure.ToHandWritten:0.00}), {figure.Bytes:#,0} B")
                : "–");
            text.Append(CultureInfo.InvariantCulture, $"| {subject.Key} | {string.Join(" | ", cells)} |\n");
        }
    }

    private static string Cell(Figure? figure, string value, bool kept) =>
        figure is null ? "–" : kept ? value : $"**{value}** missed";

    private static string Signed(double? value) => string.Create(CultureInfo.InvariantCulture, $"{value:+0.0;-0.0;0.0}");

    private static string Bytes(IReadOnlyList<Figure> figures, Figure? ours, string other) =>
        Above(figures, ours, other).ToString("0", CultureInfo.InvariantCulture);

    private static double Above(IReadOnlyList<Figure> figures, Figure? ours, string other) => ours is null
        ? 0
        : ours.Bytes - figures.Single(figure => (figure.Subject, figure.Listener, figure.Contender) == (ours.Subject, ours.Listener, other)).Bytes;
}
