using Reliability.Model;

namespace Reliability.Artifacts.CSharp;

/// <summary>The service levels of a service as profile classes: equal levels are one.</summary>
internal static class Profiles
{
    /// <summary>What the profile of a level is called. Different levels have different names.</summary>
    public static string Name(ServiceLevel level)
    {
        var objectives = string.Concat(level.Objectives.Select(objective => objective.ThresholdMilliseconds is { } threshold
            ? $"Within{CSharpText.Identifier(threshold)}ms{CSharpText.Identifier(objective.Target)}"
            : $"Available{CSharpText.Identifier(objective.Target)}"));
        return level.WindowDays == ServiceLevel.DefaultWindowDays ? objectives : $"{objectives}Over{Words.Count(level.WindowDays, "Day").Replace(" ", "", StringComparison.Ordinal)}";
    }

    /// <summary>The classes in the order of their names.</summary>
    public static IEnumerable<string> Declarations(ServiceManifest manifest) => manifest.Operations
        .Select(operation => operation.Level)
        .DistinctBy(Name)
        .OrderBy(Name, StringComparer.Ordinal)
        .Select(Declaration);

    private static string Declaration(ServiceLevel level) =>
        $"""
        /// <summary>Over {Words.Count(level.WindowDays, "day")}, {string.Join("; ", level.Objectives.Select(objective => objective.Promise))}.</summary>
        [{string.Join(", ", level.Objectives.Select(Attribute))}, Window(Days = {level.WindowDays})]
        public sealed class {Name(level)} : SloProfile;

        """;

    private static string Attribute(Objective objective) => objective.ThresholdMilliseconds is { } threshold
        ? $"Latency({Words.Number(objective.Target)}, Milliseconds = {Words.Number(threshold)})"
        : $"Availability({Words.Number(objective.Target)})";
}
