namespace Reliability.Artifacts.Tests.References;

/// <summary>An expression of PromQL, as far as labels are concerned.</summary>
internal abstract record PromQlNode;

/// <summary>A number or a text.</summary>
internal sealed record Literal(string Text, bool IsString) : PromQlNode;

/// <summary>Series by name and labels.</summary>
internal sealed record Selector(string Name, IReadOnlyList<(string Label, string Operator, string Value)> Matchers) : PromQlNode;

/// <summary>A function of its arguments.</summary>
internal sealed record Call(string Function, IReadOnlyList<PromQlNode> Arguments) : PromQlNode;

/// <summary>What is left of labels when series are taken together; <paramref name="By"/> is null where neither <c>by</c> nor
/// <c>without</c> was said.</summary>
internal sealed record Aggregate(string Operator, bool? By, IReadOnlyList<string> Labels, IReadOnlyList<PromQlNode> Arguments) : PromQlNode;

/// <summary>Two expressions side by side; <paramref name="On"/> is null where neither <c>on</c> nor <c>ignoring</c> was said, and
/// <paramref name="Group"/> where neither <c>group_left</c> nor <c>group_right</c> was.</summary>
internal sealed record Binary(
    string Operator, bool? On, IReadOnlyList<string> Labels, string? Group, IReadOnlyList<string> Brought, PromQlNode Left, PromQlNode Right) : PromQlNode;
