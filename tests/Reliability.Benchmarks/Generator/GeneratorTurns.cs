using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Reliability.Benchmarks.Generator;

/// <summary>Times the generators in turns, in one process, by processor time: what else the machine does neither
/// counts nor favours one of them.</summary>
internal static class GeneratorTurns
{
    private static readonly GeneratorContender[] s_contenders = [GeneratorContender.Ours, GeneratorContender.LoggerMessage];

    /// <summary>Has the compiler compile itself before anything counts.</summary>
    public static void WarmUp() => Measure(new GeneratedProject(200), colds: 10, strokes: 100);

    public static IReadOnlyList<GeneratorFigure> Measure(GeneratedProject project, int colds, int strokes)
    {
        var figures = s_contenders.Select(contender => new Turn(contender, project)).ToList();
        for (var run = 0; run < colds; run++)
            figures.ForEach(figure => figure.StartCold());

        for (var stroke = 1; stroke <= strokes; stroke++)
            figures.ForEach(figure => figure.Type(stroke));

        return [.. figures.Select(figure => figure.Figure())];
    }

    /// <summary>One generator in its own compilation: what one binds is not bound for the other.</summary>
    private sealed class Turn(GeneratorContender contender, GeneratedProject project)
    {
        private readonly List<(double, double)> _colds = [];
        private readonly List<(double, double)> _strokes = [];
        private CSharpCompilation? _compilation;
        private GeneratorDriver? _driver;

        public void StartCold()
        {
            _compilation = project.Compile();
            _driver = Run(GeneratedProject.Driver(contender), _colds);
        }

        public void Type(int stroke)
        {
            _compilation = GeneratedProject.Type(_compilation!, stroke);
            _driver = Run(_driver!, _strokes);
        }

        public GeneratorFigure Figure() => new(contender.Name, project.Methods, Sample.Of(_colds), Sample.Of(_strokes));

        private GeneratorDriver Run(GeneratorDriver driver, List<(double, double)> runs)
        {
            GC.Collect();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var processor = Environment.CpuUsage.TotalTime;
            driver = driver.RunGenerators(_compilation!);
            processor = Environment.CpuUsage.TotalTime - processor;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            runs.Add((processor.TotalMilliseconds, allocated / 1024.0));
            return driver;
        }
    }
}
