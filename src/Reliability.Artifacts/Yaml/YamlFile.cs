using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Reliability.Artifacts.Yaml;

/// <summary>Writes YAML. YamlDotNet does the escaping; the writer decides which style a value has: what was written by people is
/// always in double quotes, so that no reader takes it for a number, a date or a null.</summary>
internal static class YamlFile
{
    private static readonly EmitterSettings s_settings = new(
        bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n");

    /// <summary>One file of one or more documents.</summary>
    /// <param name="header">Comment lines, each ended by a line feed.</param>
    /// <param name="documents">What writes the members of each document.</param>
    public static string Write(string header, params IReadOnlyList<Action<YamlMapping>> documents)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.Write(header);
        var yaml = new Emitter(text, s_settings);
        yaml.Emit(new StreamStart());
        for (var i = 0; i < documents.Count; i++)
        {
            yaml.Emit(new DocumentStart(null, null, isImplicit: i == 0));
            new YamlMapping(yaml).Write(documents[i]);
            yaml.Emit(new DocumentEnd(isImplicit: true));
        }

        yaml.Emit(new StreamEnd());
        return SpellInvisible(text.ToString());
    }

    /// <summary>YamlDotNet leaves most of what cannot be seen as it is; over a byte order mark in the middle of a text, Prometheus'
    /// parser loses its place in the file. All such text is in double quotes, where a code may stand for a character.</summary>
    private static string SpellInvisible(string yaml) => string.Concat(yaml.EnumerateRunes().Select(rune =>
        rune.Value == '\n' || Printable.IsVisible(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}")));
}
