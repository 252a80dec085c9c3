namespace Reliability.Model;

/// <summary>Everything one assembly promises: what the compiler writes into it and every artifact is derived from.</summary>
public sealed record ServiceManifest
{
    /// <summary>The version of the manifest's format that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The service that the assembly is.</summary>
    public required ServiceIdentity Service { get; init; }

    /// <summary>Who answers for the service as a whole; null when the assembly names nobody.</summary>
    public Ownership? Owner { get; init; }

    /// <summary>The operations, sorted by name (ordinal).</summary>
    public required EquatableArray<Operation> Operations { get; init; }
}
