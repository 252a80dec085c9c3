using System.Text.RegularExpressions;
using Reliability.Artifacts.Prometheus;

namespace Reliability.Artifacts.Tests.References;

/// <summary>Series that something defines.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">Its labels, each with its value; null where it may have any.</param>
/// <param name="IsOpen">Whether it has labels besides that we do not know: those of a target.</param>
internal sealed record Series(string Name, IReadOnlyDictionary<string, string?> Labels, bool IsOpen)
{
    /// <summary>Whether a matcher could select it.</summary>
    public bool Has(string label, string comparison, string value)
    {
        if (!Labels.TryGetValue(label, out var actual))
            return MayHave(label) || comparison is "!=" or "!~" || (comparison == "=~" && Whole(value).IsMatch(""));

        return actual is null || comparison switch
        {
            "=" => actual == value,
            "!=" => actual != value,
            "=~" => Whole(value).IsMatch(actual),
            _ => !Whole(value).IsMatch(actual),
        };
    }

    /// <summary>Whether a target may give it the label. None of ours comes from there.</summary>
    public bool MayHave(string label) => IsOpen && !label.StartsWith("reliability_", StringComparison.Ordinal);

    private static Regex Whole(string pattern) => new($@"\A(?s:{pattern})\z", RegexOptions.None, TimeSpan.FromSeconds(1));
}

/// <summary>The labels that the result of an expression has at most.</summary>
internal sealed record LabelSet(IReadOnlySet<string> Names, bool IsOpen, bool IsScalar = false)
{
    private static readonly HashSet<string> s_ours =
    [
        AlertLabels.Service, AlertLabels.Slo, AlertLabels.Objective, AlertLabels.Severity, AlertLabels.Owner, AlertLabels.LongWindow, AlertLabels.ShortWindow,
    ];

    public static readonly LabelSet Scalar = new(new HashSet<string>(), IsOpen: false, IsScalar: true);

    public static LabelSet Of(params IEnumerable<string> names) => new(names.ToHashSet(), IsOpen: false);

    /// <summary>Whether there may be such a label. A target may have any, but nothing may count on one that is called like ours.</summary>
    public bool Holds(string label) =>
        Names.Contains(label) || (IsOpen && !s_ours.Contains(label) && !label.StartsWith("reliability_", StringComparison.Ordinal));

    public LabelSet With(params IEnumerable<string> more) => this with { Names = Names.Concat(more).ToHashSet() };

    public LabelSet Without(IEnumerable<string> less) => this with { Names = Names.Except(less).ToHashSet() };

    public bool Equals(LabelSet? other) => other is not null && Names.SetEquals(other.Names);

    public override int GetHashCode() => Names.Count;

    public override string ToString() => $"({string.Join(", ", Names.Order(StringComparer.Ordinal))})";
}
