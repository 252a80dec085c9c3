using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Files could not be written or compared. The message names the place, the reason and the cure.</summary>
internal sealed class OutputException(string place, string reason, string cure, Exception? cause = null)
    : Exception($"{place}: {reason} {cure}", cause);

/// <summary>Writes all files or none: each is written in full under another name in the same directory first, so that a
/// Prometheus which reloads meanwhile never sees half a file.</summary>
internal static class OutputDirectory
{
    private const string TemporarySuffix = ".reliability-tmp";

    /// <summary>Where a file belongs. It never leads out of the directory, whatever a service is called.</summary>
    public static string PathOf(string directory, string name)
    {
        var parts = name.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Contains('\\', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal)))
            throw new OutputException(directory, $"'{Printable.Text(name)}' is no name of a file in it.", "This is a defect of the command: please report it.");

        return Path.Combine([directory, .. parts]);
    }

    /// <summary>Writes the files and returns their paths.</summary>
    public static IReadOnlyList<string> Write(string directory, IReadOnlyList<ArtifactFile> files)
    {
        var targets = Targets(directory, files);
        try
        {
            WriteAll(directory, targets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(
                directory, $"the files could not be written ({e.Message}).", "Name a directory that may be written to, with --output.", e);
        }

        return [.. targets.Select(target => target.Path)];
    }

    /// <summary>The files with their paths, each of which is another one on every machine.</summary>
    public static List<(string Path, string Content)> Targets(string directory, IReadOnlyList<ArtifactFile> files)
    {
        // Two names that differ in case only are one file on some machines.
        if (files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new OutputException(
                directory, $"several services would be written to '{same.Key}'.", "Give services names that differ in more than their case.");
        }

        return [.. files.Select(file => (PathOf(directory, file.Name), file.Content))];
    }

    /// <summary>Deletes files that are no longer written.</summary>
    public static void Delete(string directory, IEnumerable<string> paths)
    {
        try
        {
            foreach (var path in paths)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(directory, $"a file could not be deleted ({e.Message}).", "Delete it by hand, or leave --prune out.", e);
        }
    }

    private static void WriteAll(string directory, List<(string Path, string Content)> targets)
    {
        var created = new List<string>();
        var written = false;
        try
        {
            foreach (var needed in targets.Select(target => Path.GetDirectoryName(target.Path)!).Prepend(directory).Distinct())
                Create(needed, created);

            if (targets.Find(target => Directory.Exists(target.Path)) is { Path: { } taken })
                throw new IOException($"'{taken}' is a directory");

            foreach (var (path, content) in targets)
                File.WriteAllText(path + TemporarySuffix, content);

            foreach (var (path, _) in targets)
                File.Move(path + TemporarySuffix, path, overwrite: true);

            written = true;
        }
        finally
        {
            foreach (var (path, _) in targets.Where(target => File.Exists(target.Path + TemporarySuffix)))
                File.Delete(path + TemporarySuffix);

            if (!written)
                Remove(created);
        }
    }

    /// <summary>Creates a directory, and remembers which ones were missing, the outermost first.</summary>
    private static void Create(string directory, List<string> created)
    {
        var missing = new Stack<string>();
        for (var at = Path.GetFullPath(directory); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Push(at);

        Directory.CreateDirectory(directory);
        created.AddRange(missing);
    }

    private static void Remove(List<string> created)
    {
        foreach (var directory in Enumerable.Reverse(created).Where(directory => Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any()))
            Directory.Delete(directory);
    }
}
