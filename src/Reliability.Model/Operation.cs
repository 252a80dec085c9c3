namespace Reliability.Model;

/// <summary>A thing that a service does for its users, with the level at which it promises to do it.</summary>
public sealed record Operation
{
    /// <summary>The name, unique in the service; it is the name of the SLO as well.</summary>
    public required string Name { get; init; }

    /// <summary>The fully qualified method or type, without arguments: OpenTelemetry's <c>code.function.name</c>; null for what
    /// <see cref="Metric"/> measures, which may be no code of ours at all.</summary>
    public string? Function { get; init; }

    /// <summary>Where its events are counted.</summary>
    public required OperationLayer Layer { get; init; }

    /// <summary>The metric that somebody else publishes and that says what is good and bad; null where the service counts the events
    /// itself.</summary>
    public MetricSource? Metric { get; init; }

    /// <summary>What is promised.</summary>
    public required ServiceLevel Level { get; init; }

    /// <summary>Who answers for it; null when nobody does.</summary>
    public Ownership? Owner { get; init; }

    /// <summary>The declaration as a repository-relative <c>path:line</c> with forward slashes; null when the repository
    /// is not known.</summary>
    public string? Source { get; init; }
}
