namespace Reliability.Artifacts.Tests.References;

/// <summary>Reads PromQL. Whether an expression means anything is for promtool to say; this finds out what it names.</summary>
internal sealed class PromQlParser
{
    private static readonly string[][] s_precedence =
    [
        ["or"], ["and", "unless"], ["==", "!=", "<=", "<", ">=", ">"], ["+", "-"], ["*", "/", "%", "atan2"], ["^"],
    ];

    private static readonly HashSet<string> s_aggregates =
    [
        "sum", "min", "max", "avg", "group", "stddev", "stdvar", "count", "count_values", "bottomk", "topk", "quantile",
    ];

    private readonly List<PromQlToken> _tokens;
    private int _at;

    private PromQlParser(string expression) => _tokens = PromQlToken.All(expression);

    public static PromQlNode Parse(string expression)
    {
        var parser = new PromQlParser(expression);
        var node = parser.Expression(0);
        if (parser._at < parser._tokens.Count)
            throw new FormatException($"unexpected «{parser.Peek}» in «{expression}»");

        return node;
    }

    private string Peek => _at < _tokens.Count ? _tokens[_at].Text : "";

    private PromQlNode Expression(int level)
    {
        if (level == s_precedence.Length)
            return Postfix();

        var left = Expression(level + 1);
        while (s_precedence[level].Contains(Peek))
            left = Operation(Next().Text, left, level);

        return left;
    }

    private Binary Operation(string sign, PromQlNode left, int level)
    {
        Take("bool");
        bool? on = Take("on") ? true : Take("ignoring") ? false : null;
        var labels = on is null ? [] : Names();
        var group = Peek is "group_left" or "group_right" ? Next().Text : null;
        var brought = group is not null && Peek == "(" && !IsOperand() ? Names() : [];
        return new(sign, on, labels, group, brought, left, Expression(level + 1));
    }

    /// <summary>Whether the parenthesis holds an expression rather than labels that a <c>group_left</c> brings.</summary>
    private bool IsOperand()
    {
        var close = _tokens.FindIndex(_at, token => token.Text == ")");
        return !_tokens[(_at + 1)..close].All(token => token.Kind == PromQlToken.Name || token.Text == ",");
    }

    private PromQlNode Postfix()
    {
        if (Take("-") || Take("+"))
            return Expression(s_precedence.Length - 1);

        var node = Primary();
        while (true)
        {
            if (Take("["))
                SkipTo("]");
            else if (Take("offset"))
                SkipDuration();
            else if (Take("@"))
                SkipTime();
            else
                return node;
        }
    }

    private PromQlNode Primary()
    {
        var token = Peek == "{" ? new PromQlToken(PromQlToken.Name, "") : Next();
        switch (token.Kind)
        {
            case PromQlToken.Number:
                return new Literal(token.Text, IsString: false);
            case PromQlToken.String:
                return new Literal(token.Unquoted(), IsString: true);
            case PromQlToken.Sign:
                Expect("(", token.Text);
                var inner = Expression(0);
                Expect(")", Next().Text);
                return inner;
        }

        if (s_aggregates.Contains(token.Text) && Peek is "(" or "by" or "without")
            return OfAggregate(token.Text);

        return Peek == "(" ? new Call(token.Text, Arguments()) : new Selector(token.Text, Matchers());
    }

    private Aggregate OfAggregate(string name)
    {
        var (by, labels) = Grouping();
        var arguments = Arguments();
        return by is null ? Grouped(Grouping()) : Grouped((by, labels));

        Aggregate Grouped((bool? By, IReadOnlyList<string> Labels) grouping) => new(name, grouping.By, grouping.Labels, arguments);
    }

    private (bool? By, IReadOnlyList<string> Labels) Grouping() =>
        Take("by") ? (true, Names()) : Take("without") ? (false, Names()) : (null, []);

    private List<PromQlNode> Arguments()
    {
        var arguments = new List<PromQlNode>();
        Expect("(", Next().Text);
        while (!Take(")"))
        {
            arguments.Add(Expression(0));
            Take(",");
        }

        return arguments;
    }

    private List<(string, string, string)> Matchers()
    {
        var matchers = new List<(string, string, string)>();
        if (!Take("{"))
            return matchers;

        while (!Take("}"))
        {
            matchers.Add((Next().Text, Next().Text, Next().Unquoted()));
            Take(",");
        }

        return matchers;
    }

    private List<string> Names()
    {
        var names = new List<string>();
        Expect("(", Next().Text);
        while (!Take(")"))
        {
            names.Add(Next().Text);
            Take(",");
        }

        return names;
    }

    private void SkipTo(string end)
    {
        while (Next().Text != end)
        {
        }
    }

    private void SkipDuration()
    {
        Take("-");
        Next();
    }

    private void SkipTime()
    {
        Next();
        if (Take("("))
            Expect(")", Next().Text);
    }

    private PromQlToken Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("the expression ends too early");

    private bool Take(string text)
    {
        if (Peek != text || _tokens[_at].Kind == PromQlToken.String)
            return false;

        _at++;
        return true;
    }

    private static void Expect(string expected, string found)
    {
        if (found != expected)
            throw new FormatException($"«{expected}» expected, «{found}» found");
    }
}
