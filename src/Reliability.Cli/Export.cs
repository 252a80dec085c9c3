using Reliability.Artifacts;

namespace Reliability.Cli;

/// <summary>Everything that one command derives.</summary>
internal sealed record Export(IReadOnlyList<ExportPart> Parts)
{
    public IReadOnlyList<ArtifactFile> Files => [.. Parts.SelectMany(part => part.Files)];
}

/// <summary>The files of one format.</summary>
/// <param name="Format">The format.</param>
/// <param name="Folder">The folder that they have to themselves; null when they have the directory.</param>
/// <param name="Files">The files, with the folder in their names.</param>
internal sealed record ExportPart(ExportFormat Format, string? Folder, IReadOnlyList<ArtifactFile> Files)
{
    /// <summary>The same in a folder of its own, beside those of other formats.</summary>
    public ExportPart InFolder() =>
        new(Format, Format.Name, [.. Files.Select(file => file with { Name = $"{Format.Name}/{file.Name}" })]);
}
