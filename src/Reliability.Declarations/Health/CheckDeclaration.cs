using Reliability.Model;

namespace Reliability.Declarations.Health;

/// <summary>A method that attributes make a health check, as it was read from source.</summary>
public sealed record CheckDeclaration
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The groups, sorted.</summary>
    public required EquatableArray<string> Groups { get; init; }

    /// <summary>How long it may take, in milliseconds; null for the default.</summary>
    public required int? TimeoutMilliseconds { get; init; }

    /// <summary>How long its result is given to further probes, in milliseconds; null for the default.</summary>
    public required int? CacheMilliseconds { get; init; }

    /// <summary>Whether a failure only degrades.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>How it is called.</summary>
    public required CheckMethod Method { get; init; }
}
