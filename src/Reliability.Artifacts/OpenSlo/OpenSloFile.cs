using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>The objects of a file, each of them checked.</summary>
internal sealed class OpenSloFile
{
    /// <summary>The version of the specification that is written and read.</summary>
    public const string Version = "openslo/v1";

    private static readonly string[] s_kinds = ["Service", "SLO", "SLI", "DataSource", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"];

    private readonly Dictionary<(string Kind, string Name), OpenSloObject> _byName = [];

    private OpenSloFile(IReadOnlyList<OpenSloObject> objects)
    {
        Objects = objects;
        foreach (var found in objects)
        {
            if (!_byName.TryAdd((found.Kind, found.Metadata.Name), found))
            {
                var first = _byName[(found.Kind, found.Metadata.Name)];
                throw found.Metadata.Place.Invalid(
                    $"the {found.Kind} '{found.Metadata.Name}' is there already in line {first.Place.Line}", "Give one of the two another name, or remove it.");
            }
        }
    }

    /// <summary>All objects in the order of the file.</summary>
    public IReadOnlyList<OpenSloObject> Objects { get; }

    public static OpenSloFile Read(string file, string text)
    {
        var documents = YamlReader.Read(file, text);
        if (documents.Count == 0)
            throw new ImportException(file, 0, "", "there is nothing in it", "Name a file with OpenSLO objects.");

        return new([.. documents.SelectMany(document => document.Value is YamlList ? document.Items() : [document]).Select(Object)]);
    }

    public IEnumerable<OpenSloObject> Of(string kind) => Objects.Where(found => found.Kind == kind);

    public OpenSloObject? Find(string kind, string name) => _byName.GetValueOrDefault((kind, name));

    private static OpenSloObject Object(YamlPlace place)
    {
        var version = place.Member("apiVersion", $"Begin the object with 'apiVersion: {Version}'.");
        if (version.Text() != Version)
            throw version.Invalid($"only {Version} is read (found {version.Excerpt()})", "Convert the object: the specification lists what has changed.");

        place.HasOnly("apiVersion", "kind", "metadata", "spec");
        var kind = place.Member("kind", $"It is one of {string.Join(", ", s_kinds)}.").OneOf(s_kinds);
        var found = new OpenSloObject(
            place, kind, OpenSloMetadata.Read(place.Member("metadata", "An object needs at least 'metadata: {name: …}'.")), place.OptionalMember("spec"));
        Check(found);
        return found;
    }

    /// <summary>What is wrong is said of every object, whether anything comes of it or not.</summary>
    private static void Check(OpenSloObject found)
    {
        switch (found.Kind)
        {
            case "Service":
                found.Spec?.HasOnly("description");
                OpenSloSpec.Description(found.Spec);
                break;
            case "SLO":
                SloSpec.Read(Needed());
                break;
            case "SLI":
                SliSpec.Read(Needed());
                break;
            case "DataSource":
                OpenSloSpec.CheckDataSource(Needed());
                break;
            case "AlertPolicy":
                AlertPolicySpec.Read(Needed());
                break;
            case "AlertCondition":
                AlertConditionSpec.Read(Needed());
                break;
            default:
                OpenSloSpec.CheckTarget(Needed());
                break;
        }

        YamlPlace Needed() => found.Spec ?? found.Place.Member("spec", $"A {found.Kind} says nothing without it.");
    }
}
