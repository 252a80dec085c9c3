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
    /// <summary>A format in the directory itself.</summary>
    public static ExportPart Of(ExportFormat format, ExportRequest request) => new(format, null, Derive(format, request));

    /// <summary>A format in a folder beside those of other formats.</summary>
    public static ExportPart InFolder(ExportFormat format, ExportRequest request) =>
        new(format, format.Name, [.. Derive(format, request).Select(file => file with { Name = $"{format.Name}/{file.Name}" })]);

    // Where nothing is promised there is nothing to route or to look at either.
    private static IReadOnlyList<ArtifactFile> Derive(ExportFormat format, ExportRequest request) =>
        request.Services.Count == 0 ? [] : format.Export(request);
}
