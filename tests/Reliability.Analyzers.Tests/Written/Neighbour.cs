using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Tests.Written;

/// <summary>A rule of another analyzer, from the table in docs/neighbours.md.</summary>
internal sealed record Neighbour(string Id, IReadOnlyDictionary<ProjectShapes, string> Recommended)
{
    private static readonly ProjectShapes[] s_columns = [ProjectShapes.Service, ProjectShapes.Worker, ProjectShapes.Library, ProjectShapes.Tool];

    public static IReadOnlyList<Neighbour> All { get; } =
    [
        .. File.ReadLines(Path.Combine(RulePage.RepositoryRoot, "docs", "neighbours.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 9 && cells[1] is not ("Rule" or "---"))
            .Select(cells => new Neighbour(cells[1], s_columns.Zip(cells.Skip(4)).ToDictionary(column => column.First, column => column.Second))),
    ];

    /// <summary>The severity in a preset, or null: it is left alone.</summary>
    public string? Severity(string level, ProjectShapes shape)
    {
        if (!Recommended.TryGetValue(shape, out var severity) || severity == "-")
            return null;

        Assert.Contains(severity, new[] { "warning", "suggestion", "none" });
        return (level, severity) switch
        {
            ("Observe", "warning") => "suggestion",
            ("Strict", "suggestion") => "warning",
            _ => severity,
        };
    }
}
