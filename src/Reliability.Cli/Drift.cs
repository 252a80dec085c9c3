using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>How a directory differs from what an export would write into it.</summary>
internal sealed record Drift(IReadOnlyList<ChangedFile> Changed, IReadOnlyList<string> Missing, IReadOnlyList<string> Stale)
{
    public bool Exists => Changed.Count + Missing.Count + Stale.Count > 0;

    /// <summary>In words: <c>2 files differ, 1 is missing</c>.</summary>
    public string Summary
    {
        get
        {
            (int Count, string One, string Several)[] parts =
                [(Changed.Count, "differs", "differ"), (Missing.Count, "is missing", "are missing"), (Stale.Count, "is stale", "are stale")];
            var said = parts.Where(part => part.Count > 0).Select((part, i) =>
                $"{(i == 0 ? Words.Count(part.Count, "file") : part.Count)} {(part.Count == 1 ? part.One : part.Several)}");
            return string.Join(", ", said);
        }
    }

    /// <summary>Compares, and writes nothing.</summary>
    public static Drift Of(string directory, Export export)
    {
        var targets = OutputDirectory.Targets(directory, export.Files);
        var changed = new List<ChangedFile>();
        foreach (var (path, content) in targets.Where(target => File.Exists(target.Path)))
        {
            var difference = UnifiedDiff.Of(Read(directory, path), content);
            if (difference.Count > 0)
                changed.Add(new(path, difference));
        }

        return new(changed, [.. targets.Select(target => target.Path).Where(path => !File.Exists(path))], StaleFiles.In(directory, export));
    }

    private static string Read(string directory, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(directory, $"a file could not be read ({e.Message}).", "Check who may read it.", e);
        }
    }
}

/// <summary>A file that is not what it should be.</summary>
internal sealed record ChangedFile(string Path, IReadOnlyList<DiffLine> Difference);
