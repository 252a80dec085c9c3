using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.References;

/// <summary>YAML to look things up in.</summary>
internal static class YamlTree
{
    public static YamlNode Read(string content) => Assert.Single(ReadAll(content));

    /// <summary>The nodes below a node, itself among them.</summary>
    public static IEnumerable<YamlNode> All(this YamlNode node) => (node switch
    {
        YamlMappingNode mapping => mapping.Children.Values,
        YamlSequenceNode list => list.Children,
        _ => Enumerable.Empty<YamlNode>(),
    }).SelectMany(All).Prepend(node);

    /// <summary>All documents of a file.</summary>
    public static IReadOnlyList<YamlNode> ReadAll(string content)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(content);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    public static YamlNode? Find(this YamlNode node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var value) ? value : null;

    public static string? Text(this YamlNode node, string key) => node.Find(key) is { } value ? (string?)value : null;

    public static IEnumerable<YamlNode> List(this YamlNode node, string key) => node.Find(key) is YamlSequenceNode list ? list.Children : [];

    public static IEnumerable<string> Texts(this YamlNode node, string key) => node.List(key).Select(item => (string)item!);

    public static IEnumerable<(string Key, string Value)> Members(this YamlNode node, string key) =>
        node.Find(key) is YamlMappingNode mapping ? mapping.Children.Select(member => ((string)member.Key!, (string)member.Value!)) : [];
}
