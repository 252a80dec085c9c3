using Microsoft.CodeAnalysis;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Tests.Written;

/// <summary>A file of severities, for one level and one shape of project.</summary>
/// <param name="Version">The version whose rules it switches on.</param>
/// <param name="Level">Observe, Recommended or Strict.</param>
/// <param name="Shape">The kind of project.</param>
/// <param name="IsOfNeighbours">Whether it is about the rules of other analyzers.</param>
internal sealed record Preset(string Version, string Level, ProjectShapes Shape, bool IsOfNeighbours)
{
    public string Path => $"{Presets.Folder}/{Version}/{Level}-{Shape}{(IsOfNeighbours ? ".neighbours" : "")}.globalconfig";

    public string Write(string now) => Version == Presets.Current
        ? Head + string.Concat(IsOfNeighbours ? Neighbours : Ours)
        : now + string.Concat(Presets.Rules.Where(rule => !now.Contains(rule.Id, StringComparison.Ordinal)).Select(rule => Line(rule.Id, "none")));

    private string Head => $"""
        # {(IsOfNeighbours ? "Rules of other analyzers" : "Reliability.Analyzers")}: level {Level}, shape {Shape}, version {Version}. Written from {(IsOfNeighbours ? "docs/neighbours.md" : "the catalogue")}.
        is_global = true
        global_level = {(IsOfNeighbours ? "-99" : "-100")}


        """.Replace("\r\n", "\n", StringComparison.Ordinal);

    private IEnumerable<string> Ours => Presets.Rules.Select(rule => Line(rule.Id, rule.Severity(Level, Shape)));

    private IEnumerable<string> Neighbours => Neighbour.All
        .Select(rule => (rule.Id, Severity: rule.Severity(Level, Shape)))
        .Where(rule => rule.Severity is not null)
        .Select(rule => Line(rule.Id, rule.Severity!));

    private static string Line(string id, string severity) => $"dotnet_diagnostic.{id}.severity = {severity}\n";
}

/// <summary>A rule of ours as presets see it.</summary>
internal sealed record PresetRule(DiagnosticDescriptor Descriptor, ProjectShapes Shapes, bool IsGraded)
{
    public string Id => Descriptor.Id;

    public string Severity(string level, ProjectShapes shape) => (level, Descriptor.DefaultSeverity) switch
    {
        _ when (Shapes & shape) == 0 => "none",
        (_, DiagnosticSeverity.Error) => "error",
        ("Strict", _) => "warning",
        _ when !Descriptor.IsEnabledByDefault => "none",
        ("Observe", _) => "suggestion",
        _ when IsGraded => "default",
        (_, DiagnosticSeverity.Warning) => "warning",
        _ => "suggestion",
    };
}

/// <summary>All presets there are.</summary>
internal static class Presets
{
    public const string Folder = "src/Reliability.Analyzers.Package/presets";

    /// <summary>The version that is being made; those before it are frozen but for rules that came later, which they switch
    /// off.</summary>
    public const string Current = "0.1";

    public static IReadOnlyList<string> Versions { get; } = ["0.1"];

    public static IReadOnlyList<PresetRule> Rules { get; } =
    [
        .. Catalogue.Rules.OrderBy(rule => rule.Descriptor.Id, StringComparer.Ordinal).Select(rule => new PresetRule(rule.Descriptor, rule.Shapes, rule.IsGraded)),
    ];

    public static IReadOnlyList<Preset> All { get; } =
    [
        .. from version in Versions
           from level in new[] { "Observe", "Recommended", "Strict" }
           from shape in new[] { ProjectShapes.Service, ProjectShapes.Worker, ProjectShapes.Library, ProjectShapes.Tool, ProjectShapes.Test }
           from isOfNeighbours in new[] { false, true }
           select new Preset(version, level, shape, isOfNeighbours),
    ];
}
