namespace Reliability.Model;

/// <summary>What a label must be.</summary>
/// <param name="Label">The label in OpenTelemetry's spelling: <c>http.route</c>.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">The value, or the regular expression that has to match all of it.</param>
public sealed record LabelMatcher(string Label, LabelOperator Operator, string Value);

/// <summary>How a label is compared, as in PromQL.</summary>
public enum LabelOperator
{
    /// <summary><c>=</c></summary>
    Is,

    /// <summary><c>!=</c></summary>
    IsNot,

    /// <summary><c>=~</c></summary>
    Matches,

    /// <summary><c>!~</c></summary>
    MatchesNot,
}
