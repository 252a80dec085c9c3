using System.Xml;
using System.Xml.Linq;

namespace Reliability.Corpus.Projects;

/// <summary>Reads a project file and what it imports from its repository. Reads only: nothing of somebody else's build is
/// run, which is also why a condition or a function can remain not understood.</summary>
internal sealed class ProjectEvaluator
{
    private readonly string _root;
    private readonly PropertyBag _properties;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<(XElement Group, string File)> _itemGroups = [];

    private ProjectEvaluator(string root, IReadOnlyDictionary<string, string> globals)
    {
        _root = root;
        _properties = new PropertyBag(globals);
    }

    /// <param name="path">The project file.</param>
    /// <param name="root">The repository; nothing outside of it is read.</param>
    /// <param name="globals">Properties that the project cannot overwrite.</param>
    public static EvaluatedProject Evaluate(string path, string root, IReadOnlyDictionary<string, string> globals)
    {
        var evaluator = new ProjectEvaluator(root, globals);
        var directory = Path.GetDirectoryName(path)!;
        var properties = evaluator._properties;
        properties["MSBuildProjectDirectory"] = directory;
        properties["MSBuildProjectFullPath"] = path;
        properties["MSBuildProjectFile"] = Path.GetFileName(path);
        properties["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(path);
        properties["Configuration"] = "Release";
        properties["Platform"] = "AnyCPU";
        properties["OS"] = "Unix";

        evaluator.ReadNearest("Directory.Build.props", directory);
        evaluator.ReadNearest("Directory.Packages.props", directory);
        var sdk = evaluator.Read(path);
        evaluator.ReadNearest("Directory.Build.targets", directory);
        return new EvaluatedProject(path, sdk, properties, [.. evaluator.Items()]);
    }

    private void ReadNearest(string name, string directory)
    {
        for (var at = directory; at is not null && (at == _root || Paths.IsBelow(at, _root)); at = Path.GetDirectoryName(at))
        {
            var file = Path.Combine(at, name);
            if (!File.Exists(file))
                continue;

            Read(file);
            return;
        }
    }

    private string Read(string file)
    {
        if (!_read.Add(file) || Load(file) is not { } project)
            return "";

        Enter(file);
        Read(project, file);
        return project.Attribute("Sdk")?.Value
            ?? project.Elements().FirstOrDefault(element => Is(element, "Sdk"))?.Attribute("Name")?.Value
            ?? "";
    }

    private void Read(XElement parent, string file)
    {
        foreach (var element in parent.Elements())
        {
            if (Is(element, "PropertyGroup") && Holds(element))
                ReadProperties(element);
            else if (Is(element, "ItemGroup"))
                _itemGroups.Add((element, file));
            else if (Is(element, "ImportGroup") && Holds(element))
                Read(element, file);
            else if (Is(element, "Import") && Holds(element))
                Import(element, file);
            else if (Is(element, "Choose") && Chosen(element) is { } branch)
                Read(branch, file);
        }
    }

    private void ReadProperties(XElement group)
    {
        foreach (var property in group.Elements().Where(Holds))
            _properties[property.Name.LocalName] = Expand(property.Value);
    }

    private void Import(XElement import, string file)
    {
        var path = Expand(import.Attribute("Project")?.Value ?? "");
        if (import.Attribute("Sdk") is not null || path.Length == 0 || !Expansion.IsUnderstood(path) || path.Contains('*', StringComparison.Ordinal))
            return;

        var full = Paths.Full(Path.GetDirectoryName(file)!, path);
        if (!Paths.IsBelow(full, _root) || !File.Exists(full))
            return;

        Read(full);
        Enter(file);
    }

    private XElement? Chosen(XElement choose) =>
        choose.Elements().FirstOrDefault(branch => Is(branch, "Otherwise") || (Is(branch, "When") && Holds(branch)));

    private IEnumerable<ProjectItem> Items()
    {
        foreach (var (group, file) in _itemGroups)
        {
            Enter(file);
            if (Condition.Evaluate(group.Attribute("Condition")?.Value, _properties) == false)
                continue;

            foreach (var item in group.Elements().SelectMany(ItemsOf))
                yield return item;
        }
    }

    private IEnumerable<ProjectItem> ItemsOf(XElement element)
    {
        // A condition that is not understood keeps an item: a reference too many does less harm than one too few.
        if (Condition.Evaluate(element.Attribute("Condition")?.Value, _properties) == false)
            yield break;

        var metadata = element.Elements().Where(Holds).Select(child => (child.Name.LocalName, child.Value))
            .Concat(element.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value)))
            .GroupBy(pair => pair.LocalName, pair => Expand(pair.Value), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.Last(), StringComparer.OrdinalIgnoreCase);

        foreach (var action in Enum.GetValues<ItemAction>())
        {
            foreach (var value in metadata.GetValueOrDefault(action.ToString(), "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!value.StartsWith('@') && Expansion.IsUnderstood(value))
                    yield return new ProjectItem(element.Name.LocalName, action, value, _properties["MSBuildProjectDirectory"], metadata);
            }
        }
    }

    private void Enter(string file)
    {
        _properties["MSBuildThisFileDirectory"] = Path.GetDirectoryName(file) + "/";
        _properties["MSBuildThisFile"] = Path.GetFileName(file);
        _properties["MSBuildThisFileFullPath"] = file;
    }

    private bool Holds(XElement element) => Condition.Evaluate(element.Attribute("Condition")?.Value, _properties) == true;

    private string Expand(string text) => Expansion.Expand(text, _properties);

    private static bool Is(XElement element, string name) => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static XElement? Load(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
