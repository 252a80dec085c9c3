using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Reliability.Artifacts.Tests.OpenSlo;

/// <summary>The rules of OpenSLO v1, as its README and its Go SDK have them, written a second time and independently of the reader:
/// what we export is judged by this.</summary>
internal sealed partial class OpenSloSpecification
{
    private const string Text = "text";
    private const string Name = "name";
    private const string Number = "number";
    private const string Boolean = "boolean";
    private const string Duration = "duration";
    private const string Any = "any";

    // Each field of each kind with what it holds; a field with '!' must be there, and [] is a list.
    private static readonly Dictionary<string, Dictionary<string, string>> s_shapes = new(StringComparer.Ordinal)
    {
        ["Document"] = new() { ["apiVersion!"] = "=openslo/v1", ["kind!"] = Text, ["metadata!"] = "Metadata", ["spec!"] = Any },
        ["Metadata"] = new() { ["name!"] = Name, ["displayName"] = "display", ["labels"] = Any, ["annotations"] = "annotations" },
        ["Service"] = new() { ["description"] = "description" },
        ["AlertNotificationTarget"] = new() { ["description"] = "description", ["target!"] = Text },
        ["AlertPolicy"] = new()
        {
            ["description"] = "description", ["alertWhenNoData!"] = Boolean, ["alertWhenResolved!"] = Boolean, ["alertWhenBreaching!"] = Boolean,
            ["conditions!"] = "InlineCondition[1..1]", ["notificationTargets!"] = "TargetRef[1..9]",
        },
        ["InlineCondition"] = new() { ["kind!"] = "=AlertCondition", ["metadata!"] = "Metadata", ["spec!"] = "AlertCondition" },
        ["TargetRef"] = new() { ["targetRef!"] = Name },
        ["AlertCondition"] = new() { ["description"] = "description", ["severity!"] = Text, ["condition!"] = "BurnRate" },
        ["BurnRate"] = new() { ["kind!"] = "=burnrate", ["op!"] = "operator", ["threshold!"] = Number, ["lookbackWindow!"] = Duration, ["alertAfter!"] = Duration },
        ["SLO"] = new()
        {
            ["description"] = "description", ["service!"] = Name, ["indicator!"] = "Indicator", ["budgetingMethod!"] = "=Occurrences",
            ["timeWindow!"] = "Window[1..1]", ["objectives!"] = "Objective[1..1]", ["alertPolicies"] = "PolicyRef[0..9]",
        },
        ["Indicator"] = new() { ["metadata!"] = "Metadata", ["spec!"] = "Sli" },
        ["Sli"] = new() { ["ratioMetric!"] = "Ratio" },
        ["Ratio"] = new() { ["counter!"] = Boolean, ["good"] = "Metric", ["bad"] = "Metric", ["total!"] = "Metric" },
        ["Metric"] = new() { ["metricSource!"] = "Source" },
        ["Source"] = new() { ["type!"] = "=Prometheus", ["spec!"] = "Query" },
        ["Query"] = new() { ["query!"] = Text },
        ["Window"] = new() { ["duration!"] = Duration, ["isRolling!"] = "=true" },
        ["Objective"] = new() { ["displayName"] = "display", ["target"] = "ratio", ["targetPercent"] = "percent" },
        ["PolicyRef"] = new() { ["alertPolicyRef!"] = Name },
    };

    private readonly List<string> _problems = [];
    private readonly HashSet<(string Kind, string Name)> _defined = [];
    private readonly List<(string Kind, string Name)> _referred = [];

    /// <summary>What is wrong with a file; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(string yaml)
    {
        var specification = new OpenSloSpecification();
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        foreach (var document in stream.Documents)
            specification.Document(document.RootNode);

        foreach (var (kind, name) in specification._referred.Where(reference => !specification._defined.Contains(reference)))
            specification._problems.Add($"there is no {kind} '{name}'");

        return specification._problems;
    }

    private void Document(YamlNode node)
    {
        Shape("", node, "Document");
        var kind = Scalar(node, "kind");
        if (!_defined.Add((kind, Scalar(Child(node, "metadata"), "name"))))
            _problems.Add($"a {kind} is there twice");

        if (s_shapes.ContainsKey(kind))
            Shape(kind, Child(node, "spec"), kind);
        else
            _problems.Add($"the kind '{kind}' is unknown");
    }

    private void Shape(string place, YamlNode node, string shape)
    {
        if (node is not YamlMappingNode mapping)
        {
            _problems.Add($"{place}: not a mapping");
            return;
        }

        var fields = s_shapes[shape];
        foreach (var missing in fields.Keys.Where(field => field.EndsWith('!') && !mapping.Children.ContainsKey(field.TrimEnd('!'))))
            _problems.Add($"{place}: '{missing.TrimEnd('!')}' is missing");

        foreach (var (key, value) in mapping.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            if ((fields.GetValueOrDefault(name) ?? fields.GetValueOrDefault(name + "!")) is { } expected)
                Value($"{place}.{name}", value, expected);
            else
                _problems.Add($"{place}: '{name}' is unknown");
        }

        if (shape == "Ratio" && mapping.Children.ContainsKey("good") == mapping.Children.ContainsKey("bad"))
            _problems.Add($"{place}: it is either good or bad");

        if (shape == "Objective" && mapping.Children.ContainsKey("target") == mapping.Children.ContainsKey("targetPercent"))
            _problems.Add($"{place}: it is either target or targetPercent");
    }

    private void Value(string place, YamlNode node, string expected)
    {
        if (List().Match(expected) is { Success: true } list)
            Items(place, node, list.Groups[1].Value, int.Parse(list.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(list.Groups[3].Value, CultureInfo.InvariantCulture));
        else if (s_shapes.ContainsKey(expected))
            Shape(place, node, expected);
        else if (expected == "annotations")
            Annotations(place, node);
        else if (expected != Any && !Fits(place, ((YamlScalarNode)node).Value!, expected))
            _problems.Add($"{place}: no {expected}: '{node}'");
    }

    private void Items(string place, YamlNode node, string shape, int least, int most)
    {
        var items = node is YamlSequenceNode sequence ? sequence.Children : [];
        if (items.Count < least || items.Count > most)
            _problems.Add($"{place}: {items.Count} items");

        foreach (var item in items)
            Shape(place, item, shape);
    }

    private void Annotations(string place, YamlNode node)
    {
        foreach (var key in ((YamlMappingNode)node).Children.Keys.Where(key => !AnnotationKey().IsMatch(((YamlScalarNode)key).Value!)))
            _problems.Add($"{place}: no key: '{key}'");
    }

    private bool Fits(string place, string value, string expected)
    {
        if (place.EndsWith("Ref", StringComparison.Ordinal) || place == "SLO.service")
            _referred.Add((place[(place.LastIndexOf('.') + 1)..] switch { "targetRef" => "AlertNotificationTarget", "alertPolicyRef" => "AlertPolicy", _ => "Service" }, value));

        return expected switch
        {
            Text => value.Length > 0,
            Name => NameShape().IsMatch(value),
            "display" => value.Length > 0 && value.EnumerateRunes().Count() <= 63,
            "description" => value.EnumerateRunes().Count() <= 1050,
            "operator" => value is "lt" or "lte" or "gt" or "gte",
            Boolean => value is "true" or "false",
            Duration => DurationShape().IsMatch(value),
            Number => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
            "ratio" => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio is > 0m and < 1m,
            "percent" => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0m and < 100m,
            _ => value == expected[1..],
        };
    }

    private static YamlNode Child(YamlNode node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : new YamlScalarNode("");

    private static string Scalar(YamlNode node, string key) => Child(node, key) is YamlScalarNode scalar ? scalar.Value! : "";

    [GeneratedRegex(@"\A(\w+)\[(\d)\.\.(\d)\]\z")]
    private static partial Regex List();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex NameShape();

    [GeneratedRegex(@"\A[1-9][0-9]*[mhdwMQY]\z")]
    private static partial Regex DurationShape();

    [GeneratedRegex(@"\A([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\z")]
    private static partial Regex AnnotationKey();
}
