using Reliability.Artifacts.Yaml;

namespace Reliability.Artifacts.OpenSlo;

/// <summary>What several kinds of objects have in common.</summary>
internal static class OpenSloSpec
{
    private const int LongestDescription = 1050;

    public static readonly string[] Operators = ["lte", "gte", "lt", "gt"];

    public static void Description(YamlPlace? spec)
    {
        if (spec?.OptionalMember("description") is { } description && description.Text().Length > LongestDescription)
            throw description.Invalid($"a description has at most {LongestDescription} characters", "Shorten it.");
    }

    public static TimeSpan Duration(YamlPlace place) => OpenSloDuration.Parse(place.Text()) is { } duration
        ? duration
        : throw place.Invalid(
            $"it is not a duration (found {place.Excerpt()})", "Write a number and one letter: m (minutes), h, d, w, M (months), Q or Y, as in 5m or 30d.");

    public static void CheckDataSource(YamlPlace spec)
    {
        spec.HasOnly("description", "type", "connectionDetails");
        Description(spec);
        spec.Member("type", "Name what kind of source it is: Prometheus.").Text();
        spec.Member("connectionDetails", "Write 'connectionDetails: {}' if there are none.").Members();
    }

    public static void CheckTarget(YamlPlace spec)
    {
        spec.HasOnly("description", "target");
        Description(spec);
        spec.Member("target", "Name where alerts go: pagerduty, email, slack.").Text();
    }

    /// <summary>An object that is written out where it is used.</summary>
    public static void CheckInline(YamlPlace place, string kind, Action<YamlPlace> spec)
    {
        place.HasOnly("kind", "metadata", "spec");
        place.Member("kind", $"Write 'kind: {kind}'.").OneOf(kind);
        OpenSloMetadata.Read(place.Member("metadata", "Give it at least a name."));
        spec(place.Member("spec", $"A {kind} says nothing without it."));
    }

    /// <summary>Exactly one of two members.</summary>
    public static void ExactlyOne(YamlPlace place, string one, string other)
    {
        var both = (place.OptionalMember(one), place.OptionalMember(other));
        if (both is ({ }, { }))
            throw both.Item2.Invalid($"'{one}' and '{other}' exclude each other", "Keep one of the two.");

        if (both is (null, null))
            throw place.Invalid($"'{one}' or '{other}' is missing", "Write one of the two.");
    }
}
