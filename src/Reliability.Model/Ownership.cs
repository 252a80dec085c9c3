namespace Reliability.Model;

/// <summary>Who answers for an operation.</summary>
public sealed record Ownership
{
    /// <summary>The team.</summary>
    public required string Team { get; init; }

    /// <summary>Where a page goes; null when nobody said.</summary>
    public string? OnCall { get; init; }

    /// <summary>Where people find the team; null when nobody said.</summary>
    public string? Chat { get; init; }
}
