namespace Reliability.Model;

/// <summary>The operators by the symbols that the manifest, attributes and PromQL use.</summary>
public static class LabelOperators
{
    /// <summary>All operators.</summary>
    public static IReadOnlyList<LabelOperator> All { get; } =
        [LabelOperator.Is, LabelOperator.IsNot, LabelOperator.Matches, LabelOperator.MatchesNot];

    /// <summary>The symbol: <c>=</c>, <c>!=</c>, <c>=~</c> or <c>!~</c>.</summary>
    /// <param name="comparison">The operator.</param>
    public static string Symbol(this LabelOperator comparison) => comparison switch
    {
        LabelOperator.IsNot => "!=",
        LabelOperator.Matches => "=~",
        LabelOperator.MatchesNot => "!~",
        _ => "=",
    };

    /// <summary>Whether the value is a regular expression.</summary>
    /// <param name="comparison">The operator.</param>
    public static bool TakesPattern(this LabelOperator comparison) => comparison is LabelOperator.Matches or LabelOperator.MatchesNot;
}
