using System.Globalization;

namespace Reliability.Artifacts.Yaml;

/// <summary>A value in a YAML file that knows where it is, so that whatever is wrong with it can be named.</summary>
internal sealed record YamlPlace(string File, string Path, YamlValue Value)
{
    public int Line => Value.Line;

    public ImportException Invalid(string reason, string cure) => new(File, Line, Path, reason, cure);

    public YamlPlace Member(string name, string cure) =>
        OptionalMember(name) ?? throw Invalid($"the field '{name}' is missing", cure);

    /// <summary>A member that says something; null when it is missing or nothing.</summary>
    public YamlPlace? OptionalMember(string name) =>
        Map().Members.FirstOrDefault(member => member.Key == name) is { } found && found.Value is not YamlText { IsNothing: true } ? At(found) : null;

    public void HasOnly(params string[] known)
    {
        if (Map().Members.FirstOrDefault(member => !known.Contains(member.Key)) is { } unknown)
        {
            throw new ImportException(
                File, unknown.Line, Path, $"the field '{Printable.Text(unknown.Key)}' is unknown", $"Known are {string.Join(", ", known)}. Correct the name, or remove the field.");
        }
    }

    /// <summary>All members that say something.</summary>
    public IEnumerable<(string Key, YamlPlace Place)> Members() =>
        Map().Members.Where(member => member.Value is not YamlText { IsNothing: true }).Select(member => (member.Key, At(member)));

    public IEnumerable<YamlPlace> Items()
    {
        var list = Value as YamlList ?? throw Invalid($"it must be a list (found {Excerpt()})", "Begin each item with '- '.");
        return list.Items.Select((item, index) => new YamlPlace(File, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]"), item));
    }

    public string Text() =>
        Value is YamlText { IsNothing: false } scalar && scalar.Text.Length > 0
            ? scalar.Text
            : throw Invalid($"it must be a text (found {Excerpt()})", "Write one, in quotes if need be.");

    public string OneOf(params string[] allowed) =>
        Text() is var text && allowed.Contains(text)
            ? text
            : throw Invalid($"it must be one of {string.Join(", ", allowed)} (found {Excerpt()})", "Correct the word; case matters.");

    public bool Boolean() => (Value as YamlText) switch
    {
        { IsPlain: true, Text: "true" or "True" or "TRUE" } => true,
        { IsPlain: true, Text: "false" or "False" or "FALSE" } => false,
        _ => throw Invalid($"it must be true or false (found {Excerpt()})", "Write one of the two, without quotes."),
    };

    /// <summary>A number in all its digits.</summary>
    public decimal Number() =>
        Value is YamlText { IsPlain: true } scalar && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid($"it must be a number (found {Excerpt()})", "Write digits, without quotes and without a unit.");

    /// <summary>The value as it can be shown: short and in one line.</summary>
    public string Excerpt()
    {
        const int Enough = 60;
        return Value switch
        {
            YamlText { IsNothing: true } => "nothing",
            YamlText { Text: "" } => "an empty text",
            YamlText text => $"'{Printable.Text(text.Text.Length <= Enough ? text.Text : text.Text[..Enough] + "…")}'",
            YamlList => "a list",
            _ => "a mapping",
        };
    }

    private YamlMap Map() => Value as YamlMap ?? throw Invalid($"it must be a mapping (found {Excerpt()})", "Write 'name: value' lines.");

    private YamlPlace At(YamlMember member) => new(File, Path.Length == 0 ? Printable.Text(member.Key) : $"{Path}.{Printable.Text(member.Key)}", member.Value);
}
