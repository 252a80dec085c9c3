using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Reliability.Benchmarks.Generator;

/// <summary>Shows that what is timed does its work: with both generators every partial method has a body.</summary>
internal static class Proof
{
    public static void ThatEveryMethodIsCompleted()
    {
        var compilation = new GeneratedProject(100).Compile();
        CSharpGeneratorDriver.Create(GeneratorContender.Ours.Create(), GeneratorContender.LoggerMessage.Create())
            .RunGeneratorsAndUpdateCompilation(compilation, out var completed, out var complaints);
        var errors = complaints.Concat(completed.GetDiagnostics()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors is [var first, ..])
            throw new InvalidOperationException($"{errors.Count} errors, first of all: {first}");
    }
}
