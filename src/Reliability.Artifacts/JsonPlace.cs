using System.Globalization;
using System.Text.Json;

namespace Reliability.Artifacts;

/// <summary>A value in a manifest that knows where it is, so that whatever is wrong with it can be named.</summary>
internal readonly record struct JsonPlace(string Assembly, string Path, JsonElement Value)
{
    public static ManifestException Invalid(string assembly, string path, string reason, Exception? cause = null) => new(
        ManifestProblem.Invalid, assembly, $"the reliability manifest is invalid at {path}: {reason}.",
        "Rebuild the assembly with the version of the Reliability packages that this tool has, or update the tool.", cause);

    public ManifestException Invalid(string reason) => Invalid(Assembly, Path, $"{reason} (found {Excerpt()})");

    public JsonPlace Member(string name) => OptionalMember(name) ?? throw Invalid(Assembly, Path, $"the member '{name}' is missing");

    public JsonPlace? OptionalMember(string name) =>
        Expect(JsonValueKind.Object, "an object").TryGetProperty(name, out var value)
            ? new JsonPlace(Assembly, $"{Path}.{name}", value)
            : null;

    public void HasOnly(params string[] known)
    {
        foreach (var member in Expect(JsonValueKind.Object, "an object").EnumerateObject())
        {
            if (!known.Contains(member.Name))
                throw Invalid(Assembly, Path, $"the member '{Printable.Text(member.Name)}' is unknown");
        }
    }

    public IEnumerable<JsonPlace> Items()
    {
        var place = this;
        return Expect(JsonValueKind.Array, "an array").EnumerateArray()
            .Select((item, index) => new JsonPlace(place.Assembly, string.Create(CultureInfo.InvariantCulture, $"{place.Path}[{index}]"), item));
    }

    public void MustDiffer(IEnumerable<string> names, string what)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Invalid(Assembly, Path, $"the {what} '{Printable.Text(twice.Key)}' is there twice");
    }

    public string Text() => TextOrNothing() is { Length: > 0 } text ? text : throw Invalid("a text is not empty");

    public string TextOrNothing()
    {
        try
        {
            return Expect(JsonValueKind.String, "a text").GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid(Assembly, Path, "half of a surrogate pair is not Unicode text, and no artifact can hold it");
        }
    }

    public string OneOf(params string[] allowed)
    {
        var text = Text();
        return allowed.Contains(text) ? text : throw Invalid("it must be one of " + string.Join(", ", allowed));
    }

    public decimal Number() =>
        Expect(JsonValueKind.Number, "a number").TryGetDecimal(out var number) ? number : throw Invalid("the number is out of range");

    public int Integer() =>
        Expect(JsonValueKind.Number, "a number").TryGetInt32(out var number) ? number : throw Invalid("it must be a whole number");

    private JsonElement Expect(JsonValueKind kind, string what) => Value.ValueKind == kind ? Value : throw Invalid($"it must be {what}");

    private string Excerpt()
    {
        const int Enough = 60;
        var json = Value.GetRawText();
        return Printable.Text(json.Length <= Enough ? json : json[..Enough] + "…");
    }
}
