namespace Reliability;

/// <summary>Says which team answers for this code: when it breaks, when it burns its error budget, when it changes.</summary>
/// <remarks>Ownership is inherited from the assembly to its types and from a type to its members; the nearest
/// declaration wins as a whole.</remarks>
/// <param name="team">The team, as the organisation's catalog spells it. Not empty.</param>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method,
    Inherited = false)]
public sealed class OwnerAttribute(string team) : Attribute
{
    /// <summary>The team.</summary>
    public string Team { get; } = team;

    /// <summary>Where a page goes, such as <c>pagerduty:PABC123</c>.</summary>
    public string? OnCall { get; set; }

    /// <summary>Where people find the team, such as <c>#payments</c>.</summary>
    public string? Chat { get; set; }
}
