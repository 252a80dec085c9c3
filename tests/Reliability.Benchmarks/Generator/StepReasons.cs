using Microsoft.CodeAnalysis;

namespace Reliability.Benchmarks.Generator;

/// <summary>Which steps run again after an unrelated key stroke, by the driver's own account.</summary>
internal static class StepReasons
{
    /// <summary>The output steps and how they ended, such as "SourceOutput: 200 Cached".</summary>
    public static IEnumerable<string> OfOutputs(GeneratorContender contender, int methods)
    {
        var project = new GeneratedProject(methods);
        var compilation = project.Compile();
        var driver = GeneratedProject.Driver(contender, tracksSteps: true).RunGenerators(compilation);
        var result = driver.RunGenerators(GeneratedProject.Type(compilation, 1)).GetRunResult().Results.Single();
        return
            from step in result.TrackedOutputSteps
            orderby step.Key
            let reasons = step.Value.SelectMany(run => run.Outputs).CountBy(output => output.Reason).OrderBy(pair => pair.Key)
            select $"{step.Key}: {string.Join(", ", reasons.Select(pair => $"{pair.Value} {pair.Key}"))}";
    }
}
