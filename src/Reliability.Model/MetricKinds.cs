namespace Reliability.Model;

/// <summary>The kinds of instruments by the names that the manifest uses.</summary>
public static class MetricKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<MetricKind> All { get; } = [MetricKind.Counter, MetricKind.Histogram];

    /// <summary>The name: <c>counter</c> or <c>histogram</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Name(this MetricKind kind) => kind.ToString().ToLowerInvariant();
}
