using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Files could not be written. The message names the place, the reason and the cure.</summary>
internal sealed class OutputException(string place, string reason, string cure, Exception? cause = null)
    : Exception($"{place}: {reason} {cure}", cause);

/// <summary>Writes all files or none: each is written in full under another name in the same directory first, so that a
/// Prometheus which reloads meanwhile never sees half a file.</summary>
internal static class OutputDirectory
{
    private const string TemporarySuffix = ".reliability-tmp";

    /// <summary>Writes the files and returns their paths.</summary>
    public static IReadOnlyList<string> Write(string directory, IReadOnlyList<ArtifactFile> files)
    {
        // Two names that differ in case only are one file on some machines.
        if (files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new OutputException(
                directory, $"several services would be written to '{same.Key}'.", "Give services names that differ in more than their case.");
        }

        var targets = files.Select(file => (Path: Path.Combine(directory, file.Name), file.Content)).ToList();
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

    private static void WriteAll(string directory, List<(string Path, string Content)> targets)
    {
        Directory.CreateDirectory(directory);
        if (targets.Find(target => Directory.Exists(target.Path)) is { Path: { } taken })
            throw new IOException($"'{taken}' is a directory");

        try
        {
            foreach (var (path, content) in targets)
                File.WriteAllText(path + TemporarySuffix, content);

            foreach (var (path, _) in targets)
                File.Move(path + TemporarySuffix, path, overwrite: true);
        }
        finally
        {
            foreach (var (path, _) in targets)
                File.Delete(path + TemporarySuffix);
        }
    }
}
