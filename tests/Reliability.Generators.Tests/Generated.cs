using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Reliability.Generators.Tests;

/// <summary>What the generator made of a project, and the driver to run it again after an edit.</summary>
internal sealed record Generated(GeneratorDriver Driver, Compilation Output)
{
    public static Generated Of(GeneratorDriver driver, Compilation input)
    {
        var ran = driver.RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        return new(ran, output);
    }

    private static readonly ImmutableHashSet<string> s_ours =
        [.. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    private GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The emitted files by name.</summary>
    public ImmutableSortedDictionary<string, string> Files =>
        Result.GeneratedSources.ToImmutableSortedDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>Everything that was emitted, as one text.</summary>
    public string Text => string.Join("\n", Files.Select(file => "// " + file.Key + "\n" + file.Value));

    /// <summary>An exception that the driver swallowed.</summary>
    public Exception? Exception => Result.Exception;

    /// <summary>What the compiler has to say about the project together with what was emitted, suppressed or not.</summary>
    public IReadOnlyList<string> Complaints =>
    [
        .. Output.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.ToString() + " | " + diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString()),
    ];

    /// <summary>Runs the same generator on the project as it is after an edit.</summary>
    public Generated After(Project edited) => Of(Driver, edited.Compile());

    /// <summary>How each output of a step came about in the last run.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs) ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason) : [];

    /// <summary>The values of a step that are not what they were in the run before.</summary>
    public IEnumerable<T> Changed<T>(string step) =>
        Result.TrackedSteps[step].SelectMany(run => run.Outputs).Where(output => !IsReused(output.Reason)).Select(output => (T)output.Value);

    /// <summary>The steps, outputs included, that did not reuse everything.</summary>
    public IEnumerable<string> ChangedSteps =>
        from step in Result.TrackedSteps.Where(step => s_ours.Contains(step.Key)).Concat(Result.TrackedOutputSteps)
        where step.Value.SelectMany(run => run.Outputs).Any(output => !IsReused(output.Reason))
        select step.Key;

    /// <summary>Every step that has a name, the compiler's own included.</summary>
    public IEnumerable<string> Steps => Result.TrackedSteps.Keys;

    private static bool IsReused(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
