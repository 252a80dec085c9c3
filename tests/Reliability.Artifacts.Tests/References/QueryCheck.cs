namespace Reliability.Artifacts.Tests.References;

/// <summary>Follows the labels through an expression, and finds every name that nothing defines: of a series, of a label, of two sides
/// that can never meet.</summary>
internal sealed class QueryCheck(Definitions definitions, Action<string> report)
{
    private static readonly HashSet<string> s_sets = ["and", "or", "unless"];

    /// <summary>The labels of the result; what cannot be followed is reported.</summary>
    public LabelSet Labels(string expression)
    {
        try
        {
            return Of(PromQlParser.Parse(expression));
        }
        catch (FormatException e)
        {
            report($"{e.Message}: {expression}");
            return LabelSet.Scalar;
        }
    }

    private LabelSet Of(PromQlNode node) => node switch
    {
        Literal => LabelSet.Scalar,
        Selector selector => Of(selector),
        Aggregate aggregate => Of(aggregate),
        Call call => Of(call),
        Binary binary => Of(binary, Of(binary.Left), Of(binary.Right)),
        _ => throw new InvalidOperationException(),
    };

    private LabelSet Of(Selector selector)
    {
        var named = definitions.Named(selector.Name);
        if (named.Count == 0)
        {
            report($"nothing defines the series {selector.Name}");
            return LabelSet.Of();
        }

        foreach (var (label, comparison, value) in selector.Matchers)
        {
            if (!named.Any(series => series.MayHave(label) || series.Labels.ContainsKey(label)))
                report($"the series {selector.Name} has no label {label}");
            else if (!named.Any(series => series.Has(label, comparison, value)))
                report($"no series {selector.Name} has a label {label} {comparison} {value}");
        }

        var selected = named.Where(series => selector.Matchers.All(matcher => series.Has(matcher.Label, matcher.Operator, matcher.Value))).ToList();
        if (selected.Count == 0)
            report($"no series {selector.Name} has all of the labels {string.Join(", ", selector.Matchers)}");

        // Which alerts fire is not known, so neither is which of their labels there are.
        if (selector.Name == "ALERTS")
            selected = [.. named];

        return new(selected.SelectMany(series => series.Labels.Keys).ToHashSet(), selected.Any(series => series.IsOpen));
    }

    private LabelSet Of(Aggregate aggregate)
    {
        var inner = aggregate.Arguments.Select(Of).Last();
        foreach (var label in aggregate.Labels.Where(label => !inner.Holds(label)))
            report($"{aggregate.Operator} groups by {label}, which {inner} has not");

        if (aggregate.Operator is "topk" or "bottomk")
            return inner;

        return aggregate.By switch
        {
            true => LabelSet.Of(aggregate.Labels),
            false => inner.Without(aggregate.Labels),
            null => LabelSet.Of(),
        };
    }

    private LabelSet Of(Call call)
    {
        switch (call.Function)
        {
            case "time":
                return LabelSet.Scalar;
            case "vector":
                return LabelSet.Of();
            case "absent":
                Of(call.Arguments[0]);
                return call.Arguments[0] is Selector selector
                    ? LabelSet.Of(selector.Matchers.Where(matcher => matcher.Operator == "=").Select(matcher => matcher.Label))
                    : LabelSet.Of();
            case "label_replace":
                return Replaced(Of(call.Arguments[0]), [.. call.Arguments.Skip(1).Select(argument => ((Literal)argument).Text)]);
            default:
                return call.Arguments.Select(Of).FirstOrDefault(labels => !labels.IsScalar) ?? LabelSet.Scalar;
        }
    }

    /// <summary>A label that is not there reads as an empty text, and an empty text writes no label.</summary>
    private static LabelSet Replaced(LabelSet inner, string[] arguments)
    {
        var (written, replacement, read) = (arguments[0], arguments[1], arguments[2]);
        return inner.Holds(read) || !replacement.StartsWith('$') ? inner.With(written) : inner;
    }

    private LabelSet Of(Binary binary, LabelSet left, LabelSet right)
    {
        if (left.IsScalar)
            return right;

        if (right.IsScalar)
            return left;

        foreach (var label in binary.Labels.Where(label => !left.Holds(label) || !right.Holds(label)))
            report($"{binary.Operator} matches on {label}, which {left} or {right} has not");

        var (many, one) = binary.Group == "group_right" ? (right, left) : (left, right);
        foreach (var label in binary.Brought.Where(label => !one.Holds(label)))
            report($"{binary.Group} brings {label}, which {one} has not");

        if (binary.On is null && binary.Operator != "or" && !left.IsOpen && !right.IsOpen && !left.Equals(right))
            report($"{binary.Operator} matches {left} with {right}: nothing ever meets");

        if (s_sets.Contains(binary.Operator))
            return binary.Operator == "or" ? new(left.Names.Concat(right.Names).ToHashSet(), left.IsOpen || right.IsOpen) : left;

        return (binary.Group, binary.On) switch
        {
            (not null, _) => many.With(binary.Brought),
            (null, true) => binary.Operator is ">" or "<" or ">=" or "<=" or "==" or "!=" ? left : LabelSet.Of(binary.Labels),
            (null, false) => left.Without(binary.Labels),
            _ => left,
        };
    }
}
