using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Finds what an earlier export left behind: files with our header that are no longer generated, such as those of a
/// service that got another name. Nobody else's file is ever taken for one.</summary>
internal static class StaleFiles
{
    // The header is at the beginning of a file, or near it where the format has no comments.
    private const int HeaderWithin = 4096;

    /// <summary>Looks where the export writes, and not below: a directory may hold a whole repository.</summary>
    /// <remarks>Full paths are compared, because <c>a//b</c> is <c>a/b</c>: what was just written must not be taken for stale. Their case is
    /// not, because on some machines it does not count.</remarks>
    public static IReadOnlyList<string> In(string directory, Export export)
    {
        var written = export.Files.Select(file => Path.GetFullPath(OutputDirectory.PathOf(directory, file.Name))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            return [.. export.Parts
                .SelectMany(part => Folders(directory, part).SelectMany(Directory.EnumerateFiles).Where(file => !written.Contains(Path.GetFullPath(file)) && IsOurs(file, part.Format)))
                .Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(directory, $"its files could not be read ({e.Message}).", "Check who may read them.", e);
        }
    }

    private static IEnumerable<string> Folders(string directory, ExportPart part) =>
        part.Files.Select(file => Path.GetDirectoryName(OutputDirectory.PathOf(directory, file.Name))!)
            .Append(part.Folder is null ? directory : OutputDirectory.PathOf(directory, part.Folder))
            .Distinct().Where(Directory.Exists);

    private static bool IsOurs(string file, ExportFormat format)
    {
        using var reader = new StreamReader(file);
        var beginning = new char[HeaderWithin];
        return Header.IsOf(new(beginning, 0, reader.ReadBlock(beginning)), format.Command);
    }
}
