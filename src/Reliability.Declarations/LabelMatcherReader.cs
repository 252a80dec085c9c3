using Reliability.Model;

namespace Reliability.Declarations;

/// <summary>Reads <c>http.route=/orders</c>: a label, an operator and a value.</summary>
public static class LabelMatcherReader
{
    /// <summary>The matcher that a text is, or null when it is none. White space around label and value is not a part of them.</summary>
    /// <param name="text">The text.</param>
    public static LabelMatcher? Read(string text)
    {
        var at = text.IndexOfAny(['=', '!']);
        if (at < 0 || Operator(text, at) is not { } found || text.Substring(0, at).Trim() is not { Length: > 0 } label || !label.All(IsOfLabel))
            return null;

        return new(label, found, text.Substring(at + found.Symbol().Length).Trim());
    }

    /// <summary>The operator at a place; null for one that other languages have: <c>==</c>, <c>!</c>.</summary>
    private static LabelOperator? Operator(string text, int at) => (text[at], at + 1 < text.Length ? text[at + 1] : ' ') switch
    {
        ('=', '~') => LabelOperator.Matches,
        ('=', '=') => null,
        ('=', _) => LabelOperator.Is,
        ('!', '=') => LabelOperator.IsNot,
        ('!', '~') => LabelOperator.MatchesNot,
        _ => null,
    };

    /// <summary>Comparisons, quotes and spaces are a sign that something else is meant: <c>status>=500</c>.</summary>
    private static bool IsOfLabel(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':';
}
