using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reliability.Artifacts.Prometheus;

/// <summary>Writes rules as a file for Prometheus. YamlDotNet does the escaping; this class decides which style a value has:
/// what was written by people is always in double quotes, so that no reader takes it for a number, a date or a null.</summary>
internal static class RuleFileWriter
{
    private static readonly EmitterSettings s_settings = new(
        bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n");

    public static string Write(string header, IEnumerable<RuleGroup> groups)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.Write(header);
        var yaml = new Emitter(text, s_settings);
        yaml.Emit(new StreamStart());
        yaml.Emit(new DocumentStart(null, null, isImplicit: true));
        Mapping(yaml, () =>
        {
            Key(yaml, "groups");
            Sequence(yaml, groups, group => Write(yaml, group));
        });
        yaml.Emit(new DocumentEnd(isImplicit: true));
        yaml.Emit(new StreamEnd());
        return SpellInvisible(text.ToString());
    }

    private static void Write(Emitter yaml, RuleGroup group) => Mapping(yaml, () =>
    {
        Value(yaml, "name", group.Name, ScalarStyle.DoubleQuoted);
        Key(yaml, "rules");
        Sequence(yaml, group.Rules, rule => Write(yaml, rule));
    });

    private static void Write(Emitter yaml, Rule rule) => Mapping(yaml, () =>
    {
        var alert = rule as AlertingRule;
        if (rule is RecordingRule record)
            Value(yaml, "record", record.Name, ScalarStyle.Plain);

        if (alert is not null)
            Value(yaml, "alert", alert.Name, ScalarStyle.Plain);

        Value(yaml, "expr", rule.Expression, ScalarStyle.Literal);
        if (alert is not null)
            Value(yaml, "for", PromQl.Duration(alert.For), ScalarStyle.Plain);

        Texts(yaml, "labels", rule.Labels);
        if (alert is not null)
            Texts(yaml, "annotations", alert.Annotations);
    });

    private static void Texts(Emitter yaml, string key, IReadOnlyList<(string Name, string Value)> texts)
    {
        Key(yaml, key);
        Mapping(yaml, () =>
        {
            foreach (var (name, value) in texts)
                Value(yaml, name, value, ScalarStyle.DoubleQuoted);
        });
    }

    private static void Mapping(Emitter yaml, Action members)
    {
        yaml.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        members();
        yaml.Emit(new MappingEnd());
    }

    private static void Sequence<T>(Emitter yaml, IEnumerable<T> items, Action<T> write)
    {
        yaml.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in items)
            write(item);

        yaml.Emit(new SequenceEnd());
    }

    private static void Value(Emitter yaml, string key, string value, ScalarStyle style)
    {
        Key(yaml, key);
        yaml.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static void Key(Emitter yaml, string key) => yaml.Emit(new Scalar(key));

    /// <summary>YamlDotNet leaves most of what cannot be seen as it is; over a byte order mark in the middle of a text, Prometheus'
    /// parser loses its place in the file. All such text is in double quotes, where a code may stand for a character.</summary>
    private static string SpellInvisible(string yaml) => string.Concat(yaml.Select(c =>
        c == '\n' || Printable.IsVisible(new Rune(c)) ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));
}
