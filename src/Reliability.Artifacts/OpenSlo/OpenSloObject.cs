using System.Text.RegularExpressions;
using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>One object of a file.</summary>
internal sealed record OpenSloObject(YamlPlace Place, string Kind, OpenSloMetadata Metadata, YamlPlace? Spec);

/// <summary>What an object is called and what is noted of it.</summary>
internal sealed partial record OpenSloMetadata(
    YamlPlace Place, string Name, IReadOnlyDictionary<string, YamlPlace> Annotations, IReadOnlyDictionary<string, YamlPlace> Labels)
{
    private const string NameCure = "A name has small letters, digits and hyphens, at most 63 (RFC 1123); the name for people is displayName.";

    public static OpenSloMetadata Read(YamlPlace place)
    {
        place.HasOnly("name", "displayName", "labels", "annotations");
        if (place.OptionalMember("displayName") is { } display && display.Text().Length > OpenSloNames.MaxLength)
            throw display.Invalid($"a name to display has at most {OpenSloNames.MaxLength} characters", "Shorten it.");

        return new(place, ReadName(place.Member("name", NameCure)), Annotated(place), Labelled(place));
    }

    /// <summary>Reads the name of this or of another object.</summary>
    public static string ReadName(YamlPlace place) =>
        OpenSloNames.IsValid(place.Text()) ? place.Text() : throw place.Invalid($"it is not a name (found {place.Excerpt()})", NameCure);

    /// <summary>An annotation of ours.</summary>
    public YamlPlace? Ours(string annotation) => Annotations.GetValueOrDefault(annotation);

    /// <summary>What an annotation or label of somebody else says under one of some keys; null when there is none, or when it says
    /// several things.</summary>
    public string? Noted(string[] keys) => Notes.Find(Annotations.Concat(Labels), keys) switch
    {
        null => null,
        { Value: YamlList } list => list.Items().ToList() is [var one] ? one.Text() : null,
        var text => text.Text(),
    };

    private static Dictionary<string, YamlPlace> Annotated(YamlPlace place)
    {
        var annotations = Members(place, "annotations", AnnotationKey());
        foreach (var value in annotations.Values)
            _ = value.Value is YamlText ? value : throw value.Invalid($"an annotation is a text (found {value.Excerpt()})", "Put it in quotes.");

        return annotations;
    }

    private static Dictionary<string, YamlPlace> Labelled(YamlPlace place)
    {
        var labels = Members(place, "labels", LabelKey());
        foreach (var value in labels.Values.SelectMany(value => value.Value is YamlList ? value.Items() : [value]))
            value.Text();

        return labels;
    }

    private static Dictionary<string, YamlPlace> Members(YamlPlace place, string name, Regex valid)
    {
        var members = place.OptionalMember(name)?.Members().ToList() ?? [];
        if (members.Find(member => !valid.IsMatch(member.Key)) is { Key: { } key, Place: { } wrong })
            throw wrong.Invalid($"'{Printable.Text(key)}' is not a key", "A key has letters, digits, '-', '_' and '.', at most 63; that of an annotation may begin with a domain and '/'.");

        return members.ToDictionary(member => member.Key, member => member.Place, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\z")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"\A([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\z")]
    private static partial Regex AnnotationKey();
}
