namespace Reliability.Corpus.Projects;

/// <summary>A project with its properties and items worked out.</summary>
internal sealed record EvaluatedProject(string Path, string Sdk, PropertyBag Properties, IReadOnlyList<ProjectItem> Items)
{
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public IEnumerable<ProjectItem> Included(string type) => Items.Where(item => item.Is(type, ItemAction.Include));
}
