using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reliability.Artifacts.Yaml;

/// <summary>Reads YAML that a stranger may have written: values with their lines, no types, no surprises. A key that is there
/// twice, a tag, and an alias that would unfold into a flood are errors.</summary>
internal sealed class YamlReader
{
    /// <summary>More values than this hold no promises.</summary>
    public const long LargestSize = 200_000;

    private const int LargestText = 8 * 1024 * 1024;
    private const int Deepest = 64;

    private readonly string _file;
    private readonly Parser _events;
    private readonly Dictionary<AnchorName, YamlValue> _anchors = [];

    private YamlReader(string file, string text) => (_file, _events) = (file, new Parser(new StringReader(text)));

    /// <summary>The documents of a file; empty ones are left out.</summary>
    /// <exception cref="ImportException">It is not YAML, or not such YAML.</exception>
    public static IReadOnlyList<YamlPlace> Read(string file, string text)
    {
        if (text.Length > LargestText)
            throw new ImportException(file, 0, "", "the file is too long to be a file of promises", "Split it by service.");

        var reader = new YamlReader(file, text);
        try
        {
            return reader.Documents();
        }
        catch (YamlException e)
        {
            throw NotYaml(file, (int)e.Start.Line, e);
        }
        catch (InvalidOperationException e)
        {
            // What YamlDotNet's scanner throws at a plain text that nothing ends within brackets; it knows no place then.
            throw NotYaml(file, (int)(reader._events.Current?.Start.Line ?? 1), e);
        }
    }

    private static ImportException NotYaml(string file, int line, Exception e) =>
        new(file, line, "", $"it is not YAML ({Printable.Text(e.Message)})", "Correct the line.", e);

    private List<YamlPlace> Documents()
    {
        var documents = new List<YamlPlace>();
        _events.Consume<StreamStart>();
        while (!_events.Accept<StreamEnd>(out _))
        {
            _events.Consume<DocumentStart>();
            _anchors.Clear();
            var value = Value(0);
            _events.Consume<DocumentEnd>();
            if (value.Size > LargestSize)
                throw Invalid(value.Line, "the document has too many values, aliases written out", "Write down what is meant without aliases of aliases.");

            if (value is not YamlText { IsNothing: true })
                documents.Add(new(_file, "", value));
        }

        return documents;
    }

    private YamlValue Value(int depth)
    {
        if (depth > Deepest)
            throw Invalid(Line(_events.Current!), "values are nested too deeply", "Promises need a few levels only.");

        if (_events.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var known)
                ? known
                : throw Invalid(Line(alias), $"the alias '*{Printable.Text(alias.Value.Value)}' stands for nothing, or for what it is a part of", "Write the value itself.");
        }

        // YamlDotNet takes an entry without a value for the end of what it is in.
        if (_events.Current is not NodeEvent start)
            throw Invalid(Line(_events.Current!), "a value is missing", "Write the value, or take the entry out.");

        MustHaveNoTag(start);
        YamlValue value = start switch
        {
            Scalar => Text(),
            SequenceStart => List(depth),
            _ => Map(depth),
        };
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor] = value;

        return value;
    }

    private YamlText Text()
    {
        var scalar = _events.Consume<Scalar>();
        return new(Line(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty);
    }

    private YamlList List(int depth)
    {
        var line = Line(_events.Consume<SequenceStart>());
        var items = new List<YamlValue>();
        while (!_events.TryConsume<SequenceEnd>(out _))
            items.Add(Value(depth + 1));

        return new(line, items);
    }

    private YamlMap Map(int depth)
    {
        var line = Line(_events.Consume<MappingStart>());
        var members = new List<YamlMember>();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            var key = Key();
            if (!keys.TryAdd(key.Text, key.Line))
                throw Invalid(key.Line, $"the key '{Printable.Text(key.Text)}' is there already in line {keys[key.Text]}", "Keep one of the two.");

            members.Add(new(key.Line, key.Text, Value(depth + 1)));
        }

        return new(line, members);
    }

    private YamlText Key()
    {
        if (!_events.Accept<Scalar>(out var scalar))
            throw Invalid(Line(_events.Current!), "a key is not a word", "Write a name before the colon.");

        MustHaveNoTag(scalar);
        return scalar is { Value: "<<", Style: ScalarStyle.Plain }
            ? throw Invalid(Line(scalar), "the merge key '<<' is no part of YAML 1.2", "Write out what it brings.")
            : Text();
    }

    private void MustHaveNoTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && node.Tag.Value != "tag:yaml.org,2002:str")
            throw Invalid(Line(node), $"the tag '{Printable.Text(node.Tag.Value)}' asks for a type", "Leave it out: the format says what a value is.");
    }

    private ImportException Invalid(int line, string reason, string cure) => new(_file, line, "", reason, cure);

    private static int Line(ParsingEvent at) => (int)at.Start.Line;
}
