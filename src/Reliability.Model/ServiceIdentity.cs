namespace Reliability.Model;

/// <summary>What a service is called and how much its outage hurts.</summary>
public sealed record ServiceIdentity
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>; null when nobody said.</summary>
    public string? Tier { get; init; }

    /// <summary>The larger system that it is a part of; null when nobody said.</summary>
    public string? System { get; init; }
}
