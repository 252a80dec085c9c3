using System.Globalization;
using System.Text;

namespace Reliability.Benchmarks.Overload;

/// <summary>A plot of lines as SVG, readable on light and dark ground.</summary>
internal static class Plot
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 64;
    private const int Right = 16;
    private const int Top = 64;
    private const int Bottom = 56;

    private static readonly string[] s_dashes = ["none", "7 4", "2 4"];

    /// <summary>Draws lines over a common axis.</summary>
    /// <param name="title">What is shown.</param>
    /// <param name="across">What the horizontal axis is.</param>
    /// <param name="up">What the vertical axis is.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="mark">A height to compare with, and its name.</param>
    public static string Of(
        string title, string across, string up, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines, (double Y, string Name) mark)
    {
        var mostX = lines.SelectMany(line => line.Points).Max(point => point.X);
        var mostY = Math.Max(mark.Y, lines.SelectMany(line => line.Points).Max(point => point.Y)) * 1.1;
        double X(double value) => Left + (value / mostX * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (value / mostY * (Height - Top - Bottom));

        var svg = new StringBuilder();
        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">");
        Line($"<style>");
        Line($".ink {{ fill: #1f2328 }} .soft {{ fill: #59636e }} .axis {{ stroke: #818b98 }} .grid {{ stroke: #818b98; opacity: .25 }}");
        Line($".s0 {{ stroke: #cf222e; fill: #cf222e }} .s1 {{ stroke: #0969da; fill: #0969da }} .s2 {{ stroke: #1a7f37; fill: #1a7f37 }} polyline {{ stroke-width: 2.5 }} .line {{ fill: none }}");
        Line($"@media (prefers-color-scheme: dark) {{ .ink {{ fill: #e6edf3 }} .soft {{ fill: #9198a1 }} .s0 {{ stroke: #ff7b72; fill: #ff7b72 }} .s1 {{ stroke: #79c0ff; fill: #79c0ff }} .s2 {{ stroke: #56d364; fill: #56d364 }} .line {{ fill: none }} }}");
        Line($"</style>");
        Line($"<text class=\"ink\" x=\"{Left}\" y=\"20\" font-size=\"15\" font-weight=\"600\">{title}</text>");

        var step = Step(mostY);
        for (var y = 0.0; y <= mostY; y += step)
        {
            Line($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):0.0}\" y2=\"{Y(y):0.0}\"/>");
            Line($"<text class=\"soft\" x=\"{Left - 8}\" y=\"{Y(y) + 4:0.0}\" text-anchor=\"end\">{y:0}</text>");
        }

        foreach (var x in lines[0].Points.Select(point => point.X))
            Line($"<text class=\"soft\" x=\"{X(x):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{x:0.##}×</text>");

        Line($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(0):0.0}\" y2=\"{Y(0):0.0}\"/>");
        Line($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark.Y):0.0}\" y2=\"{Y(mark.Y):0.0}\" stroke-dasharray=\"3 5\"/>");
        Line($"<text class=\"soft\" x=\"{Left + 6}\" y=\"{Y(mark.Y) - 6:0.0}\">{mark.Name}</text>");
        Line($"<text class=\"soft\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">{across}</text>");
        Line($"<text class=\"soft\" transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{up}</text>");

        var legend = Left;
        for (var i = 0; i < lines.Count; i++)
        {
            var points = string.Join(' ', lines[i].Points.Select(point => FormattableString.Invariant($"{X(point.X):0.0},{Y(point.Y):0.0}")));
            Line($"<polyline class=\"s{i} line\" stroke-dasharray=\"{s_dashes[i]}\" points=\"{points}\"/>");
            foreach (var (x, y) in lines[i].Points)
                Line($"<circle class=\"s{i}\" cx=\"{X(x):0.0}\" cy=\"{Y(y):0.0}\" r=\"3\"/>");

            Line($"<polyline class=\"s{i} line\" stroke-dasharray=\"{s_dashes[i]}\" points=\"{legend},42 {legend + 28},42\"/>");
            Line($"<text class=\"ink\" x=\"{legend + 34}\" y=\"46\" font-size=\"11\">{lines[i].Name}</text>");
            legend += 52 + (lines[i].Name.Length * 6);
        }

        Line($"</svg>");
        return svg.ToString();
    }

    /// <summary>A round number, some five of which fill the axis.</summary>
    private static double Step(double most)
    {
        var rough = most / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return new[] { 1, 2, 5, 10 }.First(factor => factor * power >= rough) * power;
    }
}
