namespace Reliability;

/// <summary>Says that something a rule would report is meant, and why. The reason is for the reader who comes after you;
/// without one the attribute does nothing.</summary>
/// <param name="rule">The id of the rule: <c>REL0501</c>.</param>
/// <param name="because">Why it is right here.</param>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class OnPurposeAttribute(string rule, string because) : Attribute
{
    /// <summary>The id of the rule: <c>REL0501</c>.</summary>
    public string Rule { get; } = rule;

    /// <summary>Why it is right here.</summary>
    public string Because { get; } = because;
}
