namespace Reliability.Artifacts.Prometheus;

/// <summary>Rules that Prometheus evaluates together, in this order. No interval: the server's own one is right.</summary>
internal sealed record RuleGroup(string Name, IReadOnlyList<Rule> Rules);

/// <summary>A rule.</summary>
internal abstract record Rule(string Expression, IReadOnlyList<(string Name, string Value)> Labels);

/// <summary>A rule that records a series. Its labels are taken literally.</summary>
internal sealed record RecordingRule(string Name, string Expression, IReadOnlyList<(string Name, string Value)> Labels)
    : Rule(Expression, Labels);

/// <summary>A rule that alerts. Its labels and annotations are templates (<see cref="AlertTemplate"/>).</summary>
internal sealed record AlertingRule(
    string Name, string Expression, TimeSpan For, IReadOnlyList<(string Name, string Value)> Labels,
    IReadOnlyList<(string Name, string Value)> Annotations)
    : Rule(Expression, Labels);
