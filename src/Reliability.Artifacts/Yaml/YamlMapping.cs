using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reliability.Artifacts.Yaml;

/// <summary>The members of a YAML mapping, in the order in which they are written.</summary>
internal sealed class YamlMapping(IEmitter yaml)
{
    /// <summary>A word, number or duration of ours: nothing that could need a quote.</summary>
    public void Word(string key, string value) => Scalar(key, value, ScalarStyle.Plain);

    /// <summary>Text that people wrote: in double quotes, always.</summary>
    public void Text(string key, string value) => Scalar(key, value, ScalarStyle.DoubleQuoted);

    /// <summary>Text that people wrote, if there is any.</summary>
    public void OptionalText(string key, string? value)
    {
        if (value is not null)
            Text(key, value);
    }

    /// <summary>A query of several lines, as it is read.</summary>
    public void Block(string key, string value) => Scalar(key, value, ScalarStyle.Literal);

    /// <summary>A line for people, before the next member.</summary>
    public void Comment(string text) => yaml.Emit(new Comment(Printable.Text(text), isInline: false));

    /// <summary>A mapping within the mapping.</summary>
    public void Mapping(string key, Action<YamlMapping> members)
    {
        Key(key);
        Write(members);
    }

    /// <summary>Labels or annotations; not written when there are none.</summary>
    public void Texts(string key, IEnumerable<(string Name, string Value)> texts)
    {
        var all = texts.ToList();
        if (all.Count == 0)
            return;

        Mapping(key, members =>
        {
            foreach (var (name, value) in all)
                members.Text(name, value);
        });
    }

    /// <summary>A list of mappings.</summary>
    public void Sequence<T>(string key, IEnumerable<T> items, Action<YamlMapping, T> members) =>
        List(key, SequenceStyle.Block, items, item => Write(mapping => members(mapping, item)));

    /// <summary>A list of texts that people wrote.</summary>
    public void TextList(string key, IEnumerable<string> items) => List(key, SequenceStyle.Block, items, item => Emit(item, ScalarStyle.DoubleQuoted));

    internal void Write(Action<YamlMapping> members)
    {
        yaml.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        members(this);
        yaml.Emit(new MappingEnd());
    }

    private void List<T>(string key, SequenceStyle style, IEnumerable<T> items, Action<T> write)
    {
        Key(key);
        yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var item in items)
            write(item);

        yaml.Emit(new SequenceEnd());
    }

    private void Scalar(string key, string value, ScalarStyle style)
    {
        Key(key);
        Emit(value, style);
    }

    private void Emit(string value, ScalarStyle style) =>
        yaml.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: true, isQuotedImplicit: true));

    // Keys are names of a format or labels; a label is letters, digits and underscores.
    private void Key(string key) => yaml.Emit(new Scalar(key));
}
