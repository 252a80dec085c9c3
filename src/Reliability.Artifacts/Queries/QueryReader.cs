using System.Globalization;
using Reliability.Model;

namespace Reliability.Artifacts.Queries;

/// <summary>Reads the shapes of <see cref="Query"/> out of PromQL: sums of rates and increases of one counter, with what people put
/// around them that changes nothing.</summary>
internal sealed class QueryReader
{
    private const string BucketLabel = "le";
    private const int Deepest = 32;

    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private QueryReader(string query) => _tokens = Tokens.Of(query);

    private Token Current => _tokens[_at];

    /// <summary>Reads a query.</summary>
    /// <exception cref="QueryException">It has another shape.</exception>
    public static Query Read(string query)
    {
        var reader = new QueryReader(query);
        var read = reader.Expression([]);
        return reader.Current.Kind == TokenKind.End ? read : throw reader.Unexpected();
    }

    /// <summary>Reads a share of events: some divided by all, or what is left of 1.</summary>
    /// <exception cref="QueryException">It has another shape.</exception>
    public static (Query Part, Query Total, bool IsRest) ReadRatio(string query)
    {
        var reader = new QueryReader(query);
        var read = reader.Ratio(0);
        return reader.Current.Kind == TokenKind.End ? read : throw reader.Unexpected();
    }

    /// <summary>Reads labels in braces, as in a selector, without a metric.</summary>
    /// <exception cref="QueryException">They are no labels.</exception>
    public static EquatableArray<LabelMatcher> ReadMatchers(string matchers)
    {
        var reader = new QueryReader(matchers);
        var read = reader.Matchers(out var metric);
        return metric is null && reader.Current.Kind == TokenKind.End ? read.ToEquatableArray() : throw reader.Unexpected();
    }

    private (Query Part, Query Total, bool IsRest) Ratio(int depth)
    {
        if (depth > Deepest)
            throw new QueryException("it is nested too deeply");

        var (start, outer) = (_at, _depth);
        if (Current is { Kind: TokenKind.Number, Value: "1" } && _tokens[_at + 1].Is("-"))
        {
            _at += 2;
            var rest = Ratio(depth + 1);
            return rest with { IsRest = !rest.IsRest };
        }

        try
        {
            var part = Expression([]);
            Expect("/");
            return (part, Expression([]), false);
        }
        catch (QueryException) when (_tokens[start].Is("("))
        {
            // The parenthesis was not around the first of the two, but around both.
            (_at, _depth) = (start + 1, outer);
            return Closed(Ratio(depth + 1));
        }
    }

    /// <summary>One or two terms. Only a quantile wants its series by bucket.</summary>
    private Query Expression(string[] grouping)
    {
        if (++_depth > Deepest)
            throw new QueryException("it is nested too deeply");

        var query = Term(grouping);
        if (Take("-"))
            query = new Difference(query, Term(grouping));

        SkipOrZero();
        _depth--;
        return query;
    }

    /// <summary><c>or vector(0)</c>, for a counter that is not there before the first failure. Ours takes care of that everywhere.</summary>
    private void SkipOrZero()
    {
        if (!TakeWord("or"))
            return;

        if (TakeWord("on"))
        {
            Expect("(");
            Expect(")");
        }

        if (!TakeWord("vector"))
            throw Unexpected();

        Expect("(");
        if (Current.Kind != TokenKind.Number || Number() != 0m)
            throw new QueryException("what stands in for a missing series is not 0");

        Expect(")");
    }

    private Query Term(string[] grouping)
    {
        if (Take("("))
            return Closed(Expression(grouping));

        if (Current.Kind == TokenKind.Word && _tokens[_at + 1] is var next && (next.Is("(") || next.IsWord("by") || next.IsWord("without")))
            return Call(grouping);

        return Selector(null);
    }

    private Query Call(string[] grouping)
    {
        var function = Next().Value.ToLowerInvariant();
        return function switch
        {
            "sum" => Sum(grouping),
            "rate" or "increase" => Rated(function),
            "irate" => Rated("rate"),
            "histogram_quantile" => Quantile(),
            "clamp_min" => ClampedAtZero(grouping),
            _ => throw new QueryException($"'{function}' is neither rate, nor increase, nor a sum of them"),
        };
    }

    private Query Sum(string[] grouping)
    {
        var before = Grouping();
        Expect("(");
        var query = Closed(Expression([]));
        var groups = before ?? Grouping() ?? [];
        return groups.SequenceEqual(grouping)
            ? query
            : throw new QueryException(groups.Length == 0
                ? "the sum loses the buckets"
                : $"it is grouped by {string.Join(", ", groups.Select(group => $"'{Printable.Text(group)}'"))}: one promise for each group");
    }

    private string[]? Grouping()
    {
        if (TakeWord("without"))
            throw new QueryException("it is grouped by what remains without some labels: one promise for each group");

        if (!TakeWord("by"))
            return null;

        Expect("(");
        var labels = new List<string>();
        while (!Take(")"))
        {
            labels.Add(Next() is { Kind: TokenKind.Word or TokenKind.Text } label ? label.Value : throw Unexpected(-1));
            Take(",");
        }

        return [.. labels];
    }

    private Counted Rated(string function)
    {
        Expect("(");
        var counted = Selector(function);
        Expect(")");
        return counted;
    }

    private Quantile Quantile()
    {
        Expect("(");
        var share = Current.Kind == TokenKind.Number ? Number() : throw Unexpected();
        Expect(",");
        return new(share, Closed(Expression([BucketLabel])));
    }

    private Query ClampedAtZero(string[] grouping)
    {
        Expect("(");
        var query = Expression(grouping);
        Expect(",");
        return Current.Kind == TokenKind.Number && Number() == 0m ? Closed(query) : throw new QueryException("it is clamped at something else than 0");
    }

    private Counted Selector(string? function)
    {
        var metric = Current.Kind == TokenKind.Word ? Next().Value : null;
        var matchers = Matchers(out var quoted);
        metric ??= quoted ?? throw Unexpected();
        var range = Current.Kind == TokenKind.Range ? Next().Value : null;
        if (function is not null != range is not null)
            throw new QueryException(range is null ? $"'{function}' has no range" : "a range is neither a rate nor an increase");

        if (Current.IsWord("offset") || Current.Is("@"))
            throw new QueryException("it looks at another time than now");

        return new(metric, matchers.ToEquatableArray(), function, range);
    }

    private List<LabelMatcher> Matchers(out string? metric)
    {
        metric = null;
        var matchers = new List<LabelMatcher>();
        if (!Take("{"))
            return matchers;

        while (!Take("}"))
        {
            var label = Next() is { Kind: TokenKind.Word or TokenKind.Text } name ? name : throw Unexpected(-1);
            if (label.Kind == TokenKind.Text && (Current.Is(",") || Current.Is("}")))
                metric = label.Value;
            else if (Matcher(label.Value) is var matcher && matcher is { Label: "__name__", Operator: LabelOperator.Is })
                metric = matcher.Value;
            else
                matchers.Add(matcher);

            if (!Take(",") && !Current.Is("}"))
                throw Unexpected();
        }

        return matchers;
    }

    private LabelMatcher Matcher(string label)
    {
        var sign = Next();
        var compared = sign.Kind != TokenKind.Sign
            ? throw Unexpected(-1)
            : sign.Value switch
            {
                "=" => LabelOperator.Is,
                "!=" => LabelOperator.IsNot,
                "=~" => LabelOperator.Matches,
                "!~" => LabelOperator.MatchesNot,
                _ => throw Unexpected(-1),
            };
        return Next() is { Kind: TokenKind.Text } value ? new(label, compared, value.Value) : throw Unexpected(-1);
    }

    private decimal Number() =>
        decimal.TryParse(Next().Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Unexpected(-1);

    private T Closed<T>(T query)
    {
        Expect(")");
        return query;
    }

    private Token Next() => Current.Kind == TokenKind.End ? throw Unexpected() : _tokens[_at++];

    private bool Take(string sign) => Current.Is(sign) && ++_at > 0;

    private bool TakeWord(string word) => Current.IsWord(word) && ++_at > 0;

    private void Expect(string sign)
    {
        if (!Take(sign))
            throw Unexpected();
    }

    private QueryException Unexpected(int offset = 0) => new($"{_tokens[_at + offset]} is no part of a sum of one counter");
}
