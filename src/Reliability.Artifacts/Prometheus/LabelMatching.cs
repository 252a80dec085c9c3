using System.Text.RegularExpressions;
using Reliability.Model;

namespace Reliability.Artifacts.Prometheus;

/// <summary>What Prometheus would say of a label, for tests that are made up here.</summary>
internal static class LabelMatching
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether labels are what a matcher wants. A label that is not there is empty.</summary>
    public static bool Matches(LabelMatcher matcher, IEnumerable<(string Label, string Value)> labels)
    {
        var name = MetricNames.Label(matcher.Label);
        var value = labels.FirstOrDefault(label => label.Label == name).Value ?? "";
        return matcher.Operator switch
        {
            LabelOperator.IsNot => value != matcher.Value,
            LabelOperator.Matches => IsMatch(value, matcher.Value),
            LabelOperator.MatchesNot => !IsMatch(value, matcher.Value),
            _ => value == matcher.Value,
        };
    }

    /// <summary>An expression that .NET does not understand matches nothing: then no example is found, and that is said.</summary>
    private static bool IsMatch(string value, string expression)
    {
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{expression})\z", RegexOptions.Singleline | RegexOptions.CultureInvariant, s_patience);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
