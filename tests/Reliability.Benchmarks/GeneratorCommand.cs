using System.CommandLine;
using Reliability.Benchmarks.Generator;

namespace Reliability.Benchmarks;

/// <summary><c>generator</c>: what our generator costs beside the SDK's LoggerMessage generator.</summary>
internal static class GeneratorCommand
{
    private const int ReasonsAt = 1000;
    private static readonly int[] s_sizes = [10, 100, 1000, 5000];

    public static Command Create()
    {
        var colds = new Option<int>("--colds") { Description = "First runs of each size.", DefaultValueFactory = _ => 9 };
        var strokes = new Option<int>("--strokes") { Description = "Key strokes at each size.", DefaultValueFactory = _ => 25 };
        var command = new Command("generator", "Measures the generator.") { colds, strokes };
        command.SetAction(parsed =>
        {
            Proof.ThatEveryMethodIsCompleted();
            GeneratorTurns.WarmUp();
            var figures = s_sizes
                .SelectMany(size => GeneratorTurns.Measure(new GeneratedProject(size), parsed.GetValue(colds), parsed.GetValue(strokes)))
                .ToList();
            Console.Out.WriteLine(Machine.Description);
            Console.Out.WriteLine();
            Console.Out.WriteLine(GeneratorReport.Of(figures) + Reasons());
        });
        return command;
    }

    private static string Reasons() => string.Concat(
        from contender in (GeneratorContender[])[GeneratorContender.Ours, GeneratorContender.LoggerMessage]
        from step in StepReasons.OfOutputs(contender, ReasonsAt)
        select $"- Output steps of {contender.Name} after a key stroke at {ReasonsAt} methods: {step}\n");
}
