using System.CommandLine;
using Reliability.Benchmarks.Hooks;
using Reliability.Benchmarks.Hooks.Measuring;

namespace Reliability.Benchmarks;

/// <summary><c>hooks</c>: what a hook costs beside the raw call, code written by hand, a proxy and an aspect.</summary>
internal static class HooksCommand
{
    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "In turns instead of BenchmarkDotNet: minutes, and ratios that hold on a machine that is not quiet." };
        var only = new Option<string?>("--only") { Description = "Subjects whose name contains this." };
        var listener = new Option<ListenerState?>("--listener") { Description = "One listener instead of all; with --quick." };
        var launches = new Option<int>("--launches") { Description = "Processes for each subject and listener, of which the medians are taken.", DefaultValueFactory = _ => 1 };
        var command = new Command("hooks", "Measures hooks.") { quick, only, listener, launches };
        command.SetAction(parsed =>
        {
            var subjects = Subject.Named(parsed.GetValue(only));
            var figures = parsed.GetValue(quick)
                ? InTurns(subjects, parsed.GetValue(listener), parsed.GetValue(launches))
                : ByBenchmarkDotNet.Measure(subjects, parsed.GetValue(launches));
            Console.Out.WriteLine(Machine.Description);
            Console.Out.WriteLine();
            Console.Out.WriteLine(RatioTable.Of(figures));
        });
        return command;
    }

    private static List<Figure> InTurns(IReadOnlyList<Type> subjects, ListenerState? only, int launches)
    {
        var figures = new List<Figure>();
        foreach (var subject in subjects)
        {
            foreach (var listener in Enum.GetValues<ListenerState>().Where(listener => only is null || listener == only))
            {
                Console.Error.WriteLine($"{Subject.NameOf(subject)}, {listener}");
                figures.AddRange(Enumerable.Range(0, launches)
                    .SelectMany(_ => TurnsProcess.Measure(subject, listener))
                    .GroupBy(figure => figure.Contender, (_, runs) => Figure.Median(runs)));
            }
        }

        return figures;
    }
}
