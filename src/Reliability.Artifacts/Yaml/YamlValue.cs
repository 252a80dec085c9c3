namespace Reliability.Artifacts.Yaml;

/// <summary>A value of a YAML file with the line that it begins at, from 1.</summary>
internal abstract record YamlValue(int Line)
{
    /// <summary>How many values it is when every alias is written out.</summary>
    public abstract long Size { get; }
}

/// <summary>A text, number or word. Only what has no quotes can be a number, a truth value or nothing.</summary>
internal sealed record YamlText(int Line, string Text, bool IsPlain) : YamlValue(Line)
{
    public override long Size => 1;

    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed record YamlList(int Line, IReadOnlyList<YamlValue> Items) : YamlValue(Line)
{
    public override long Size { get; } = Items.Aggregate(1L, (size, item) => Math.Min(size + item.Size, YamlReader.LargestSize + 1));
}

/// <summary>A mapping; no key is there twice.</summary>
internal sealed record YamlMap(int Line, IReadOnlyList<YamlMember> Members) : YamlValue(Line)
{
    public override long Size { get; } = Members.Aggregate(1L, (size, member) => Math.Min(size + 1 + member.Value.Size, YamlReader.LargestSize + 1));
}

/// <summary>A key with its value and the line of the key.</summary>
internal sealed record YamlMember(int Line, string Key, YamlValue Value);
