namespace Reliability.Artifacts;

/// <summary>A file that was derived from a manifest, not yet written.</summary>
/// <param name="Name">The file's name, valid on every file system; a slash separates it from the directories that it is in.</param>
/// <param name="Content">The text, with line feeds.</param>
public sealed record ArtifactFile(string Name, string Content);
