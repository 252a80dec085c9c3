namespace Reliability.Corpus.Projects;

/// <summary>One value of one item element of a project, such as a file or the name of a package.</summary>
internal sealed record ProjectItem(string Type, ItemAction Action, string Value, string Directory, IReadOnlyDictionary<string, string> Metadata)
{
    public string this[string metadata] => Metadata.GetValueOrDefault(metadata, "");

    public bool Is(string type, ItemAction action) => Action == action && Type.Equals(type, StringComparison.OrdinalIgnoreCase);
}
